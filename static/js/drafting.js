/* Only where a section of the rules is written: what is typed is kept, and the page says so. */
import { keepItself } from "./behaviours/autosave.js";

const form = document.getElementById("writing");
const line = document.getElementById("kept-line");

/* The answer is two parts of this page and the number of what was kept; what stays as it was is left alone. */
async function show(answer) {
  const parts = new DOMParser().parseFromString(await answer.text(), "text/html");
  form.elements.kept.value = parts.querySelector("[name=kept]").value;
  for (const id of ["kept-line", "their-words"]) {
    const [here, there] = [document.getElementById(id), parts.getElementById(id)];
    if (here.textContent.trim() !== there.textContent.trim()) here.replaceChildren(...there.childNodes);
  }
}

keepItself(form, show, () => (line.textContent = line.dataset.failed));
