/* Five verbs: prepend, append, replace, remove, refresh. An id already on the page is replaced, so nothing doubles. */
import { arrive } from "./arrivals.js";
import { isHeld, onceLetGo } from "./held.js";
import { say } from "./words.js";
import { toast } from "./toast.js";

const seen = new Set();
const MARKS = "[data-reaction], [data-save]";

const VERBS = { prepend, append, replace, remove, refresh };

/** Applies a frame once; the same frame again changes nothing. */
export function apply(frame) {
  if (frame.n) {
    if (seen.has(frame.n)) return;
    seen.add(frame.n);
  }
  VERBS[frame.verb]?.(frame);
}

/** Too much was missed, or the page must be put together anew: the reader decides when. */
export function reset() {
  toast(say("changed"), { act: () => location.reload(), action: say("reload") });
}

/* A part that can be fetched again is, where the page has it; else the page must be put together anew. */
function refresh(frame) {
  if (!frame.target) return reset();
  const part = document.getElementById(frame.target);
  if (part) window.htmx?.trigger(part, "refresh");
}

function build(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

/* Lists hold list items; a card that travels alone is put into one. */
function fitted(element, list) {
  if (!/^(OL|UL)$/.test(list.tagName) || element.tagName === "LI") return element;
  const item = document.createElement("li");
  item.append(element);
  return item;
}

function prepend(frame) {
  const feed = document.getElementById(frame.target);
  if (document.getElementById(frame.id)) return replace(frame);
  if (!feed || !("arrivals" in feed.dataset)) return;
  const card = build(frame.html);
  if (card.querySelector(":scope > .stub")) return; // deleted since it was told: no list shows it any more
  arrive(fitted(card, feed));
}

function append(frame) {
  const list = document.getElementById(frame.target);
  if (document.getElementById(frame.id)) return replace(frame);
  if (!list) return;
  const fresh = fitted(build(frame.html), list);
  fresh.classList.add("is-new");
  list.append(fresh);
  window.htmx?.process(fresh);
  list.hidden = false;
}

function replace(frame) {
  for (const old of document.querySelectorAll(`[id="${CSS.escape(frame.id)}"]`)) swap(old, build(frame.html));
}

/* What the viewer did stays: pressed marks, the focus, the cursor, an open menu, a half-written answer. */
function swap(old, fresh) {
  if (isHeld(old) || busy(old)) return later(old, fresh);
  for (const mark of old.querySelectorAll(MARKS)) {
    if (mark.getAttribute("aria-pressed") !== "true") continue;
    for (const same of fresh.querySelectorAll(MARKS)) {
      if (same.dataset.reaction !== mark.dataset.reaction || same.dataset.save !== mark.dataset.save) continue;
      same.setAttribute("aria-pressed", "true"); // the bar and the list of all six alike
      same.value = "0";
    }
  }
  const focused = old.contains(document.activeElement) ? trace(document.activeElement, old) : null;
  fresh.classList.toggle("is-cursor", old.classList.contains("is-cursor"));
  keepInner(old, fresh);
  old.replaceWith(fresh);
  window.htmx?.process(fresh); // its links load in place, as those of the page do
  if (focused !== null) (focused === "" ? fresh : fresh.querySelector(focused))?.focus({ preventScroll: true });
}

/* Of several that come while one is busy, the newest counts. */
const held = new WeakMap();

function later(old, fresh) {
  const first = !held.has(old);
  held.set(old, fresh);
  if (!first) return;
  const release = () => {
    const newest = held.get(old);
    held.delete(old);
    if (old.isConnected) swap(old, newest);
  };
  if (isHeld(old)) onceLetGo(release);
  else old.addEventListener("focusout", () => setTimeout(release, 50), { once: true });
}

function busy(element) {
  const active = document.activeElement;
  const writing = element.contains(active) && active.matches("textarea, input[type=text]");
  return writing || element.querySelector(":popover-open, dialog[open]") !== null;
}

/* A selector that finds the focused control again in the fresh element. */
function trace(active, old) {
  if (active === old) return "";
  for (const name of ["data-reaction", "data-save", "id", "href", "popovertarget"]) {
    const value = active.getAttribute(name);
    if (value) return `[${name}="${CSS.escape(value)}"]`;
  }
  return "";
}

/* A comment travels without its replies: those on the page stay. */
function keepInner(old, fresh) {
  for (const list of old.querySelectorAll("[id^='replies-']")) {
    const place = fresh.querySelector(`[id="${list.id}"]`);
    if (place && list.childElementCount && !place.childElementCount) place.replaceWith(list);
  }
}

/* What went away leaves a line in its place, so that nothing below jumps. */
function remove(frame) {
  const gone = document.getElementById(frame.id);
  if (!gone) return;
  const stub = document.createElement("p");
  stub.className = "stub";
  stub.textContent = say("gone");
  if (gone.tagName === "LI") gone.replaceChildren(stub);
  else gone.replaceWith(stub);
  if (frame.fragment === "whole-post") document.querySelector("[data-thread]")?.remove();
}
