/* Reactions are real buttons of a real form. Here they change at once, are sent, and go back with a word if that
   failed. A button says what it is with data-react; its number, if it shows one, is in data-n. */
import { post } from "./csrf.js";
import { say } from "./words.js";
import { toast } from "./toast.js";

/* the same reaction may stand in the bar, in the list of all six and in another card */
const twins = (reaction) => [...document.querySelectorAll(`[data-reaction="${CSS.escape(reaction)}"]`)];

function press(button, on) {
  if ((button.getAttribute("aria-pressed") === "true") === on) return;
  button.setAttribute("aria-pressed", String(on));
  if (button.name === "on") button.value = on ? "0" : "1";
  const number = button.querySelector("[data-n]");
  if (!number) return;
  const value = Math.max(0, (Number(number.textContent) || 0) + (on ? 1 : -1));
  number.textContent = value || "";
}

const show = (reaction, on) => twins(reaction).forEach((twin) => press(twin, on));

/* A reaction that nobody has given yet stands only in the list of all six, and gets its place in the bar here. */
function place(button) {
  const bar = button.closest(".reacts");
  const inBar = `:scope > [data-reaction="${CSS.escape(button.dataset.reaction)}"]`;
  if (!bar || !button.closest("[popover]") || bar.querySelector(inBar)) return null;
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

/* Requests of one reaction never overtake each other: of what is wished meanwhile, the newest waits here and is sent
   next, unless that is how things stand already. Answers with how they stand in the end, and whether it was wished. */
const waiting = new Map();

async function send(reaction, wish, stands) {
  for (;;) {
    waiting.set(reaction, null);
    const saved = await post(wish.url, wish.fields, { keepalive: true }).then(() => true, () => false);
    if (saved) stands = wish.on;
    const newer = waiting.get(reaction);
    if (!newer || (saved && newer.on === stands)) {
      waiting.delete(reaction);
      return { stands, saved };
    }
    wish = newer;
  }
}

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button?.dataset.react) return;
  event.preventDefault();
  const { reaction } = button.dataset;
  const stood = button.getAttribute("aria-pressed") === "true";
  const url = button.hasAttribute("formaction") ? button.formAction : event.target.action;
  const wish = { on: !stood, url, fields: new FormData(event.target, button) };
  const placed = place(button);
  button.closest("[popover]")?.hidePopover();
  show(reaction, wish.on);
  if (waiting.has(reaction)) return void waiting.set(reaction, wish);
  const { stands, saved } = await send(reaction, wish, stood);
  if (saved) return;
  show(reaction, stands);
  if (!stands) placed?.remove();
  toast(say("not_saved"), { error: true });
});

/* who leaves the page while a wish waits is heard too */
addEventListener("pagehide", () => {
  for (const wish of waiting.values()) if (wish) post(wish.url, wish.fields, { keepalive: true });
});
