/* The chart as a picture: arrows go from box to box as they stand, Home and End to the first and the last.
   Beside it: arrows lead from the search field into its answers and back. */
const field = document.getElementById("chart-q");
const found = () => [...document.querySelectorAll("#chart-found a")];
const middle = (box) => {
  const { left, width } = box.getBoundingClientRect();
  return left + width / 2;
};

/** The box of another row to which an arrow leads: the one that the chart is about, else the nearest. */
function across(boxes, from, row) {
  const there = boxes.filter((box) => Number(box.dataset.row) === row);
  const apart = (box) => Math.abs(middle(box) - middle(from));
  return there.find((box) => box.hasAttribute("aria-current")) ?? there.sort((a, b) => apart(a) - apart(b))[0];
}

function goal(boxes, from, key) {
  const [at, row] = [boxes.indexOf(from), Number(from.dataset.row)];
  const beside = boxes[at + { ArrowLeft: -1, ArrowRight: 1 }[key]];
  if (key === "ArrowUp") return across(boxes, from, row - 1);
  if (key === "ArrowDown") return across(boxes, from, row + 1);
  if (key === "Home") return boxes[0];
  if (key === "End") return boxes.at(-1);
  return beside?.dataset.row === from.dataset.row ? beside : null;
}

document.querySelector("[data-chart]")?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!/^(Arrow|Home$|End$)/.test(event.key)) return;
  const boxes = [...event.currentTarget.querySelectorAll("a")];
  if (!boxes.includes(document.activeElement)) return;
  event.preventDefault();
  goal(boxes, document.activeElement, event.key)?.focus();
});

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = found().indexOf(document.activeElement);
  if (!step || (at < 0 && document.activeElement !== field)) return;
  event.preventDefault();
  const next = at + step;
  if (next < 0) field.focus();
  else found()[Math.min(next, found().length - 1)]?.focus();
});
