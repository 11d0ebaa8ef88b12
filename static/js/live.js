/* The wire: one socket a page. What it brings is a hint; after every gap the page asks the log what it missed. */
import { apply, reset } from "./behaviours/frames.js";
import { say } from "./behaviours/words.js";

const topics = (document.body.dataset.listen || "").split(" ").filter(Boolean);
const banner = document.getElementById("connection");
const POLL = 15_000; // while there is no socket
const PATIENCE = 10_000; // for an answer of the log
const SLEPT = 30_000; // a clock that jumped this far means that the machine slept
const born = Number(document.body.dataset.since) || Date.now(); // when the page began to be put together
let since = born;
let socket = null;
let tries = 0;
let beat = Date.now();
let timer = 0;
let repair = 0;
let ended = false;
let asking = 0; // questions to the log that are on their way
const waiting = []; // what the socket told meanwhile

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
  if (asking) waiting.push(frame);
  else take(frame);
}

function take(frame) {
  if (frame.verb === "refresh" && frame.at < born) return; // the page was put together with it
  since = Math.max(since, frame.at || 0);
  apply(frame);
}

/** Asks the log; frames that were already applied change nothing. What the socket tells meanwhile comes after the
    answer, as that may have been put together earlier. A question that fails is put again. */
async function catchUp() {
  asking += 1;
  try {
    await ask();
  } catch {
    clearTimeout(repair);
    repair = setTimeout(() => socket && catchUp(), PATIENCE * (1 + Math.random())); // without one it is asked anyway
  } finally {
    asking -= 1;
    if (!asking) waiting.splice(0).forEach(take);
  }
}

async function ask() {
  const query = new URLSearchParams({ since: String(since) });
  for (const topic of topics) query.append("listen", topic);
  const limits = { credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
  const answer = await fetch(`/live/catch-up/?${query}`, limits);
  if (answer.type === "opaqueredirect") return leave();
  if (!answer.ok) throw new Error(String(answer.status));
  const { frames, refresh } = await answer.json();
  if (refresh) return reset();
  frames.forEach(take);
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
