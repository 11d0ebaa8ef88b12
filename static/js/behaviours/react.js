/* Reactions are real forms. Here they change at once, are sent, and go back with a word if that failed. */
import { post } from "./csrf.js";
import { say } from "./words.js";
import { toast } from "./toast.js";

function press(button, on) {
  const number = button.querySelector("[data-n]");
  button.setAttribute("aria-pressed", String(on));
  if (!number) return;
  const value = Math.max(0, (Number(number.textContent) || 0) + (on ? 1 : -1));
  number.textContent = value || "";
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-react-form]");
  const button = event.submitter || form?.querySelector("button");
  if (!form || !button) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  const was = button.getAttribute("aria-pressed") === "true";
  const fields = new FormData(form, button);
  press(button, !was);
  try {
    await post(form.action, fields);
  } catch {
    press(button, was);
    toast(say("not_saved"), { error: true });
  } finally {
    delete form.dataset.busy;
  }
});
