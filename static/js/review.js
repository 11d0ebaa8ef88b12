/* Only the page of one idea to judge loads this: numbers choose a step, letters lead on. Off for those who turned keys off. */
const form = document.querySelector("form[data-judge]");
const rows = [...form.querySelectorAll("[data-criterion]")];
const off = () => document.documentElement.dataset.keys === "off";
const writing = (event) => event.target.closest?.("textarea, select, input:not([type=radio])") || document.querySelector("dialog[open]");
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
let at = Math.max(0, rows.findIndex((row) => !row.querySelector(":checked")));
let isMarked = false;

function mark(number, { focus = true } = {}) {
  at = Math.max(0, Math.min(rows.length - 1, number));
  isMarked = true;
  rows.forEach((row, place) => row.classList.toggle("is-current", place === at));
  if (!focus) return;
  const step = rows[at].querySelector("input:checked") || rows[at].querySelector("input");
  step.focus({ preventScroll: true });
  rows[at].scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
}

function choose(value) {
  const step = rows[at].querySelector(`input[value="${value}"]`);
  if (!step) return;
  step.checked = true;
  step.dispatchEvent(new Event("change", { bubbles: true }));
  if (at + 1 < rows.length) mark(at + 1);
  else form.querySelector("input[name=verdict]")?.focus();
}

const keys = {
  0: () => choose("skip"),
  j: () => mark(isMarked ? at + 1 : at),
  k: () => mark(at - 1),
  n: () => document.querySelector('a[rel="next"]')?.click(),
  p: () => document.querySelector('a[rel="prev"]')?.click(),
};
for (const step of "12345") keys[step] = () => choose(step);

rows.forEach((row, place) => row.addEventListener("focusin", () => mark(place, { focus: false })));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || off() || writing(event)) return;
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
