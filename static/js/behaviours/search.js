/* The directory: arrows lead from the search field into the hits and back; Escape empties the field. */
const field = document.getElementById("people-q");
const names = () => [...document.querySelectorAll("#results a.person__name")];

document.addEventListener("keydown", (event) => {
  const hits = names();
  const at = hits.indexOf(document.activeElement);
  if (at < 0 && document.activeElement !== field) return;
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  const next = at + (event.key === "ArrowDown" ? 1 : -1);
  if (next < 0) field.focus();
  else hits[Math.min(next, hits.length - 1)]?.focus();
});
