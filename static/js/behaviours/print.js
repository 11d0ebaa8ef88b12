/* A page that is meant for paper has a button for it; without script the browser's own menu does. */
import { each } from "./each.js";

each("[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
