/* Single keys, off while typing and off for those who turned them off in settings. */
import { open } from "./dialog.js";

const find = (selector, root = document) => root.querySelector(selector);
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const cursor = () => find(".is-cursor");
let lead = 0;

function step(by) {
  const stops = [...document.querySelectorAll("article.post")];
  if (!stops.length) return;
  const at = stops.indexOf(cursor());
  cursor()?.classList.remove("is-cursor");
  const post = stops[Math.max(0, Math.min(stops.length - 1, at + by))];
  post.classList.add("is-cursor");
  post.focus({ preventScroll: true });
  post.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
}

function reply() {
  const field = find("#reply textarea");
  if (field) field.focus();
  else if (cursor()) find('a[href*="#reply"]', cursor())?.click();
}

// suggestions come with the first visit to the field
addEventListener("focusin", (event) => event.target.id === "q" && import("./finder.js"));

function search() {
  const field = find("#q");
  if (field?.offsetParent) field.focus();
  else location.assign("/search/");
}

const keys = {
  c: () => find("[data-compose]")?.click(),
  "/": search,
  "?": () => open(find("#shortcuts")),
  j: () => step(1),
  k: () => step(-1),
  n: () => find("[data-new-pill]:not([hidden]) button")?.click(),
  Enter: () => find("a[data-permalink]", cursor() || document.createElement("i"))?.click(),
  t: () => find('[data-react="thanks"]', cursor() || find("article.post") || document)?.click(),
  r: reply,
};
const places = { h: "/", f: "/people/", g: "/groups/" };

const typing = (event) =>
  event.target.closest?.("input, textarea, select, [contenteditable]") || find("dialog[open]");
const off = () => document.documentElement.dataset.keys === "off" || !document.body.dataset.person;

function single(event) {
  if (lead && Date.now() - lead < 1200 && places[event.key]) return location.assign(places[event.key]);
  lead = event.key === "g" ? Date.now() : 0;
  if (event.key === "Enter" && (!cursor() || event.target.closest("a, button, summary"))) return;
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
}

// Ctrl-K leads to the search from anywhere, also while typing and where single keys are off
const wanted = (event) => event.key === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;

document.addEventListener("keydown", (event) => {
  if (wanted(event) && document.body.dataset.person && !find("dialog[open]")) {
    event.preventDefault();
    return search();
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return event.target.form?.requestSubmit();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || off() || typing(event)) return;
  single(event);
});
