/* The bookmark of a card: pressed at once, sent, and let go with a word if that failed. */
import { post } from "./csrf.js";
import { say } from "./words.js";
import { toast } from "./toast.js";

function press(button, on) {
  button.setAttribute("aria-pressed", String(on));
  button.value = on ? "0" : "1";
}

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button?.dataset.save) return;
  event.preventDefault();
  const was = button.getAttribute("aria-pressed") === "true";
  const fields = new FormData(event.target, button);
  press(button, !was);
  try {
    await post(button.formAction, fields);
  } catch {
    press(button, was);
    toast(say("failed"), { error: true });
  }
});
