/* The wire: one socket a page. What it brings is a hint; after every gap the page asks the log what it missed. */
import { apply, reset } from "./behaviours/frames.js";
import { say } from "./behaviours/words.js";

const topics = (document.body.dataset.listen || "").split(" ").filter(Boolean);
const banner = document.getElementById("connection");
const POLL = 15_000; // while there is no socket
const SLEPT = 30_000; // a clock that jumped this far means that the machine slept
const born = Number(document.body.dataset.since) || Date.now(); // when the page began to be put together
let since = born;
let socket = null;
let tries = 0;
let beat = Date.now();
let timer = 0;
let ended = false;
const asking = new Set(); // of each question to the log that is on its way: what the socket told meanwhile

function show(key) {
  if (!banner) return;
  banner.textContent = key ? say(key) : "";
  banner.hidden = !key;
}

function connect() {
  clearTimeout(timer);
  if (ended || socket) return;
  const ws = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/`);
  socket = ws;
  ws.onopen = () => ws.send(JSON.stringify({ listen: topics, since }));
  ws.onmessage = (event) => hear(JSON.parse(event.data));
  ws.onclose = (event) => {
    if (socket !== ws) return;
    socket = null;
    if (event.code === 4401) return leave();
    again();
  };
}

/* With a jitter, so that a thousand pages do not come back in the same second. */
function again() {
  tries += 1;
  if (tries > 2) show(navigator.onLine ? "paused" : "offline");
  const wait = Math.min(30_000, 500 * 2 ** Math.min(tries, 6)) * (0.5 + Math.random());
  timer = setTimeout(connect, wait);
}

function leave() {
  ended = true;
  show("signed_out");
}

function hear(frame) {
  if (frame.verb === "listening") {
    tries = 0;
    show("");
    document.documentElement.dataset.live = "";
    if (frame.behind) catchUp();
    return;
  }
  if (frame.verb === "gap") {
    setTimeout(catchUp, Math.random() * 3000);
    return;
  }
  asking.forEach((told) => told.add(frame.id));
  take(frame);
}

function take(frame) {
  if (frame.verb === "refresh" && frame.at < born) return; // the page was put together with it
  since = Math.max(since, frame.at || 0);
  apply(frame);
}

/** Asks the log; frames that were already applied change nothing, nor do those of what the socket told meanwhile: an
    answer may be older than what it overtakes, and whatever comes after it is told as well. */
async function catchUp() {
  const told = new Set();
  asking.add(told);
  const query = new URLSearchParams({ since: String(since) });
  for (const topic of topics) query.append("listen", topic);
  try {
    const answer = await fetch(`/live/catch-up/?${query}`, { credentials: "same-origin", redirect: "manual" });
    if (answer.type === "opaqueredirect") return leave();
    if (!answer.ok) return;
    const { frames, refresh } = await answer.json();
    if (refresh) return reset();
    frames.filter((frame) => !told.has(frame.id)).forEach(take);
  } catch {
    /* offline: the next connection asks again */
  } finally {
    asking.delete(told);
  }
}

/* A laptop that woke has a socket that looks open and is not. */
setInterval(() => {
  const slept = Date.now() - beat > SLEPT;
  beat = Date.now();
  if (slept) wake();
}, 10_000);

setInterval(() => {
  if (!ended && !socket && !document.hidden) catchUp();
}, POLL);

function wake() {
  const old = socket;
  socket = null;
  old?.close();
  tries = 0;
  timer = setTimeout(connect, Math.random() * 2000);
}

if (document.body.dataset.person) {
  window.addEventListener("online", wake);
  window.addEventListener("offline", () => show("offline"));
  // leaving without a close frame would look like a broken socket to the server
  window.addEventListener("pagehide", () => socket?.close());
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  connect();
}
