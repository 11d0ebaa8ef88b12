/* Only the desk of those who handle reports loads this: keys for the queue and a case, and drafts put in without a new page. */
import { each } from "./behaviours/each.js";

const off = () => document.documentElement.dataset.keys === "off";
const writing = (event) =>
  event.target.closest?.("textarea, select, input:not([type=radio])") || document.querySelector("dialog[open]");

function step(by) {
  const rows = [...document.querySelectorAll(".cases__link")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))].focus();
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  t: () => document.querySelector("[data-claim]")?.click(),
  n: () => document.querySelector('a[rel="next"]')?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || off() || writing(event)) return;
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

// A draft goes where nothing is lost by it; where something is written already, the page of the draft is not opened either.
each("[data-draft]", (link) =>
  link.addEventListener("click", (event) => {
    const field = document.getElementById(link.dataset.into);
    if (!field) return;
    event.preventDefault();
    field.value = field.value.trim() ? `${field.value.trim()}\n\n${link.dataset.draft}` : link.dataset.draft;
    field.focus();
  }),
);
