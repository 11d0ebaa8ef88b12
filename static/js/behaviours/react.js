/* Reactions are real buttons of a real form. Here they change at once, are sent, and go back with a word if that
   failed. A button says what it is with data-react; its number, if it shows one, is in data-n. */
import { post } from "./csrf.js";
import { say } from "./words.js";
import { toast } from "./toast.js";

function press(button, on) {
  button.setAttribute("aria-pressed", String(on));
  if (button.name === "on") button.value = on ? "0" : "1";
  const number = button.querySelector("[data-n]");
  if (!number) return;
  const value = Math.max(0, (Number(number.textContent) || 0) + (on ? 1 : -1));
  number.textContent = value || "";
}

/* the same reaction may stand in the bar and in the list of all six */
function twins(button) {
  const place = button.closest(".reacts") || button.parentElement;
  return [...place.querySelectorAll(`[data-react="${CSS.escape(button.dataset.react)}"]`)];
}

/* A reaction that nobody has given yet stands only in the list of all six, and gets its place in the bar here. */
function place(button) {
  const bar = button.closest(".reacts");
  if (!bar || !button.closest("[popover]") || twins(button).length > 1) return null;
  const shown = button.cloneNode();
  const [label, number] = [document.createElement("span"), document.createElement("span")];
  shown.className = "react";
  label.className = "sr";
  label.textContent = button.textContent;
  number.dataset.n = "";
  shown.append(button.firstElementChild.cloneNode(true), label, number);
  bar.insertBefore(shown, bar.querySelector(".react--add"));
  return shown;
}

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button?.dataset.react) return;
  event.preventDefault();
  if (button.dataset.busy) return;
  button.dataset.busy = "1";
  const was = button.getAttribute("aria-pressed") === "true";
  const placed = place(button);
  const changed = twins(button);
  const fields = new FormData(event.target, button);
  button.closest("[popover]")?.hidePopover();
  for (const twin of changed) press(twin, !was);
  try {
    await post(button.hasAttribute("formaction") ? button.formAction : event.target.action, fields);
  } catch {
    for (const twin of changed) press(twin, was);
    placed?.remove();
    toast(say("not_saved"), { error: true });
  } finally {
    delete button.dataset.busy;
  }
});
