/* New posts never move what somebody reads. At the very top they go straight in; otherwise a button counts them. */
import { count } from "./words.js";

const ONE_MINUTE = 60_000;
const pill = () => document.querySelector("[data-new-pill]"); // the feed may have come later than this script
const status = document.getElementById("live-status");
let waiting = [];
let announced = 0;

const feed = () => document.getElementById("feed");

function mayEnter() {
  const list = feed();
  return (
    scrollY < 8 && !document.querySelector("dialog[open]") && !list.contains(document.activeElement) && !document.hidden
  );
}

/** Takes a card in at once when nobody would notice a jump, else keeps it for the button. */
export function arrive(item) {
  if (!waiting.length && mayEnter()) {
    insert([item]);
    say(1);
    return;
  }
  const id = item.querySelector("[id]")?.id;
  waiting = waiting.filter((other) => other.querySelector("[id]")?.id !== id);
  waiting.unshift(item);
  if (!pill()) return;
  pill().hidden = false;
  pill().querySelector("button span").textContent = count("new", waiting.length);
  say(waiting.length);
}

function say(n) {
  if (!status || Date.now() - announced < ONE_MINUTE) return;
  announced = Date.now();
  status.textContent = count("new", n);
}

function insert(items) {
  const list = feed();
  const first = [...list.children].find((row) => row.getBoundingClientRect().bottom > 0);
  const before = first?.getBoundingClientRect().top;
  list.setAttribute("aria-busy", "true");
  list.prepend(...items);
  for (const item of items) window.htmx?.process(item);
  list.removeAttribute("aria-busy");
  if (first && scrollY > 8 && !CSS.supports("overflow-anchor", "auto")) {
    scrollBy(0, first.getBoundingClientRect().top - before);
  }
  for (const item of items) item.firstElementChild?.classList.add("is-new");
  document.querySelector("[data-empty]")?.remove();
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-new-pill] button")) return;
  insert(waiting);
  waiting = [];
  pill().hidden = true;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const article = feed().querySelector("article");
  article?.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "center" });
  article?.focus({ preventScroll: true });
});
