/* @ in a text opens a list of those who can read it. The focus stays in the text; arrows, Enter or Tab, Escape. */
import { each } from "./each.js";
import { count, say } from "./words.js";

const BEFORE_CARET = /(?:^|[\s([])@([\p{L}\d_.-]{0,30})$/u;

function begun(field) {
  return field.value.slice(0, field.selectionStart).match(BEFORE_CARET)?.[1] ?? null;
}

class MentionList {
  constructor(field, pop) {
    Object.assign(this, { field, pop, at: -1, timer: 0, asked: null });
    this.list = pop.querySelector("[role=listbox]");
    this.status = pop.querySelector("[role=status]");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.addEventListener("input", () => this.type());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.insert(option);
    });
  }

  get options() {
    return [...this.list.children];
  }

  type() {
    clearTimeout(this.timer);
    const words = begun(this.field);
    if (words === null) return this.close();
    this.timer = setTimeout(() => this.ask(words), 120);
  }

  async ask(words) {
    this.asked?.abort();
    this.asked = new AbortController();
    const query = new URLSearchParams({ q: words, group: this.pop.dataset.group || "" });
    try {
      const answer = await fetch(`${this.pop.dataset.mentions}?${query}`, {
        signal: this.asked.signal,
        credentials: "same-origin",
        headers: { "HX-Request": "true" },
      });
      if (!answer.ok || answer.redirected) return this.close();
      this.show(await answer.text());
    } catch {
      /* typed on, or offline: the text is written all the same */
    }
  }

  show(html) {
    if (begun(this.field) === null) return;
    this.list.innerHTML = html;
    this.options.forEach((option, index) => (option.id = `${this.list.id}-${index}`));
    const found = this.options.length;
    this.status.textContent = found ? count("matches", found) : say("no_matches");
    this.pop.hidden = false;
    this.choose(found ? 0 : -1);
  }

  choose(index) {
    this.at = index;
    this.options.forEach((option, n) => option.setAttribute("aria-selected", String(n === index)));
    if (index < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", this.options[index].id);
    this.options[index]?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (this.pop.hidden || event.ctrlKey || event.metaKey || event.isComposing) return;
    const found = this.options.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.close();
    else if (!found) return;
    else if (step) this.choose((this.at + step + found) % found);
    else if (event.key === "Enter" || event.key === "Tab") this.insert(this.options[this.at]);
    else return;
    event.preventDefault();
    event.stopPropagation(); // Escape closes the list, not the dialog around it
  }

  insert(option) {
    const caret = this.field.selectionStart;
    const start = caret - begun(this.field).length;
    this.field.setRangeText(`${option.dataset.handle} `, start, caret, "end");
    this.close();
    this.field.focus();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.pop.hidden = true;
    this.list.replaceChildren();
    this.choose(-1);
  }
}

each("textarea[data-mention]", (field) => {
  const pop = field.form?.querySelector("[data-mentions]");
  if (pop) new MentionList(field, pop);
});
