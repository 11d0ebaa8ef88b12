/* Native dialogs: Escape and the way back of the focus are the browser's; here is only how they open and close. */
import { each } from "./each.js";

/** Opens a dialog above the page, once. */
export function open(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) open(document.getElementById(opener.dataset.open));
  const dialog = event.target.closest("[data-close]")?.closest("dialog");
  if (dialog) {
    event.preventDefault();
    dialog.close();
  }
});

// a dialog that arrives as a fragment opens itself and leaves with its last use
each("dialog[data-open-on-load]", (dialog) => {
  open(dialog);
  dialog.addEventListener("close", () => dialog.remove());
});
