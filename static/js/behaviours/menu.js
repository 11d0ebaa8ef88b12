/* Popovers hang under their button. The browser does it where it knows anchors; elsewhere it is measured here. */
const anchored = CSS.supports("position-area", "block-end");

function place(popover) {
  const button = document.querySelector(`[popovertarget="${CSS.escape(popover.id)}"]`);
  if (anchored || !button) return;
  const box = button.getBoundingClientRect();
  const left = popover.matches(".pop--end") ? box.right - popover.offsetWidth : box.left;
  const top = Math.min(box.bottom + 6, innerHeight - popover.offsetHeight - 8);
  Object.assign(popover.style, {
    position: "fixed",
    margin: "0",
    top: `${top}px`,
    left: `${Math.max(8, Math.min(left, innerWidth - popover.offsetWidth - 8))}px`,
    right: "auto",
  });
}

document.addEventListener(
  "toggle",
  (event) => {
    if (event.target.popover && event.newState === "open") place(event.target);
  },
  true,
);

// a choice in a menu closes it
document.addEventListener("click", (event) => {
  const item = event.target.closest(".menu__item");
  const popover = item?.closest("[popover]");
  if (popover && item.type !== "submit") popover.hidePopover();
});
