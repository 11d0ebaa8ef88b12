/* Whom to ask: Enter in the field looks and does not publish; a spelling that is offered is taken with one press. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.closest?.(".asking__about input")) return;
  event.preventDefault();
  event.target.blur(); // says that it has changed
  event.target.focus();
});

document.addEventListener("click", (event) => {
  const spelling = event.target.closest("button[data-spelling]");
  if (!spelling) return;
  event.preventDefault();
  const field = spelling.form.elements.namedItem("skill");
  field.value = spelling.dataset.spelling;
  field.focus();
  field.dispatchEvent(new Event("change", { bubbles: true }));
});
