/* One line at the foot of the page: 6 seconds, 10 with undo, never gone under the pointer or the focus. */
import { each } from "./each.js";
import { say } from "./words.js";

function arm(element, seconds) {
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => element.remove(), seconds * 1000);
  };
  for (const pause of ["mouseenter", "focusin"]) element.addEventListener(pause, () => clearTimeout(timer));
  for (const go of ["mouseleave", "focusout"]) element.addEventListener(go, wait);
  wait();
}

/** Says one line. It gets a button with undo (a function), or with action (its words) and act (a function). */
export function toast(text, { undo, error, action = say("undo"), act = undo } = {}) {
  const element = document.createElement("div");
  element.className = error ? "toast toast--error" : "toast";
  const line = document.createElement("p");
  line.textContent = text;
  element.append(line);
  if (act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action;
    button.addEventListener("click", () => {
      act();
      element.remove();
    });
    element.append(button);
  }
  document.getElementById("toasts")?.append(element);
  arm(element, act ? 10 : 6);
}

// lines that came with the page or with a fragment
each("[data-toast]", (element) => arm(element, element.querySelector("button, a") ? 10 : 6));

document.addEventListener("htmx:responseError", ({ detail }) =>
  toast(say(detail.xhr.status === 429 ? "too_often" : "failed"), { error: true }),
);
document.addEventListener("htmx:sendError", () => toast(say("failed"), { error: true }));
