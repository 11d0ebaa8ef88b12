/* Theme and contrast change at once; the same form saves them on the person. */
import { post } from "./csrf.js";
import { say } from "./words.js";
import { toast } from "./toast.js";

const root = document.documentElement;
const dark = () =>
  (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
const next = {
  theme: () => (dark() ? "light" : "dark"),
  contrast: () => (root.dataset.contrast === "more" ? "" : "more"),
};

function wear(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-theme-form]");
  const button = event.submitter;
  if (!form || !next[button?.name]) return;
  event.preventDefault();
  const before = root.dataset[button.name];
  const value = next[button.name]();
  wear(button.name, value);
  const fields = new FormData(form);
  fields.set(button.name, value);
  try {
    await post(form.action, fields);
  } catch {
    wear(button.name, before);
    toast(say("failed"), { error: true });
  }
});
