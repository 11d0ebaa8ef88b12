/* @ in a text opens a list of those who can read it, # one of topics in use. The focus stays in the text; arrows,
   Enter or Tab, Escape. The first person is chosen at once; a topic only by the arrows, as a new one is as good. */
import { each } from "./each.js";
import { count, say } from "./words.js";

const BEFORE_CARET = /(?:^|[\s([])(?:@([\p{L}\d_.-]{0,30})|#(\p{L}[\p{L}\d_-]{0,38}))$/u;

/* What is begun before the caret: of people or of topics, and its letters so far; null when nothing is. */
function begun(field) {
  const found = field.value.slice(0, field.selectionStart).match(BEFORE_CARET);
  if (!found) return null;
  return found[2] ? { kind: "topics", letters: found[2] } : { kind: "people", letters: found[1] };
}

class Suggestions {
  constructor(field, pop) {
    const { mentions: people, topics, peopleLabel, topicsLabel } = pop.dataset;
    const sources = { people, topics };
    const labels = { people: peopleLabel, topics: topicsLabel };
    Object.assign(this, { field, pop, sources, labels, at: -1, timer: 0, asked: null });
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
    const word = begun(this.field);
    if (!this.sources[word?.kind]) return this.close();
    this.timer = setTimeout(() => this.ask(word), 120);
  }

  async ask({ kind, letters }) {
    this.asked?.abort();
    this.asked = new AbortController();
    const query = new URLSearchParams({ q: letters, group: this.pop.dataset.group || "" });
    try {
      const answer = await fetch(`${this.sources[kind]}?${query}`, {
        signal: this.asked.signal,
        credentials: "same-origin",
        headers: { "HX-Request": "true" },
      });
      if (!answer.ok || answer.redirected) return this.close();
      this.show(kind, await answer.text());
    } catch {
      /* typed on, or offline: the text is written all the same */
    }
  }

  show(kind, html) {
    if (begun(this.field)?.kind !== kind) return;
    this.list.innerHTML = html;
    this.list.setAttribute("aria-label", this.labels[kind]);
    this.options.forEach((option, index) => (option.id = `${this.list.id}-${index}`));
    const found = this.options.length;
    if (!found && kind === "topics") return this.close();
    this.status.textContent = found ? count("matches", found) : say("no_matches");
    this.pop.hidden = false;
    this.choose(found && kind === "people" ? 0 : -1);
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
    const next = { ArrowDown: this.at + 1, ArrowUp: this.at < 0 ? found - 1 : this.at - 1 }[event.key];
    if (event.key === "Escape") this.close();
    else if (!found) return;
    else if (next !== undefined) this.choose((next + found) % found);
    else if (this.at >= 0 && ["Enter", "Tab"].includes(event.key)) this.insert(this.options[this.at]);
    else return;
    event.preventDefault();
    event.stopPropagation(); // Escape closes the list, not the dialog around it
  }

  insert(option) {
    const caret = this.field.selectionStart;
    const start = caret - begun(this.field).letters.length;
    this.field.setRangeText(`${option.dataset.insert} `, start, caret, "end");
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
  if (pop) new Suggestions(field, pop);
});
