/* The directory: arrows lead from the search field into the hits and back; Escape leads back, and then empties it.
   What narrows it is swapped with the hits, so what was open stays open, the focus has a place, and the count is said. */
const field = document.getElementById("people-q");
const results = document.getElementById("results");
const names = () => [...results.querySelectorAll("a.person__name")];
let opened = [];
let held = "";
let row = -1;
let saying = 0;

document.addEventListener("keydown", (event) => {
  const hits = names();
  const at = hits.indexOf(document.activeElement);
  if (at < 0 && document.activeElement !== field) return;
  if (event.key === "Escape" && at >= 0) return field.focus();
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  const next = at + (event.key === "ArrowDown" ? 1 : -1);
  if (next < 0) field.focus();
  else hits[Math.min(next, hits.length - 1)]?.focus();
});

results.addEventListener("htmx:beforeSwap", () => {
  opened = [...results.querySelectorAll("details[open]")].map((details) => details.id);
  row = names().indexOf(document.activeElement);
  held = results.contains(document.activeElement) ? document.activeElement.id : "";
});

results.addEventListener("htmx:afterSettle", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  const found = document.getElementById("found");
  // what had the focus is gone with the old hits, or for good: a filter that was taken away, a hit below the last
  if (document.activeElement === document.body) (names()[row] || document.getElementById(held) || found).focus({ preventScroll: true });
  clearTimeout(saying);
  saying = setTimeout(() => (document.getElementById("live-status").textContent = found.textContent), 700);
});
