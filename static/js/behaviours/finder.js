/* The search field on every page suggests colleagues while one types. The focus stays in the field (ARIA combobox):
   arrows choose, Enter goes there or else searches everything, Escape closes the list and then empties the field. */
import { count, say } from "./words.js";

const WAIT = 120; // milliseconds without a key before the server is asked

class Finder {
  constructor(field) {
    this.form = field.form;
    this.field = field;
    this.pop = this.form.querySelector(".finder");
    this.list = this.pop.querySelector("[role=listbox]");
    this.status = this.form.querySelector("[role=status]");
    this.at = -1;
    const facts = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": "false" };
    for (const [name, value] of Object.entries(facts)) field.setAttribute(name, value);
    field.addEventListener("input", () => this.type());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
    this.type();
  }

  get options() {
    return [...this.list.children];
  }

  type() {
    clearTimeout(this.timer);
    if (!this.field.value.trim()) return this.close();
    this.timer = setTimeout(() => this.ask(this.field.value.trim()), WAIT);
  }

  async ask(words) {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(`${this.form.dataset.finder}?${new URLSearchParams({ q: words })}`, {
        signal: this.asked.signal,
        credentials: "same-origin",
        headers: { "HX-Request": "true" },
      });
      if (answer.ok && !answer.redirected) this.show(await answer.text());
    } catch {
      /* typed on, or offline: Enter searches all the same */
    }
  }

  show(html) {
    if (document.activeElement !== this.field) return;
    this.list.innerHTML = html;
    this.options.forEach((option, index) => (option.id = `${this.list.id}-${index}`));
    this.open(true);
    this.choose(-1);
    const found = this.list.querySelectorAll("[data-colleague]").length;
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (this.status.textContent = found ? count("matches", found) : say("no_matches")), 500);
  }

  open(is) {
    this.pop.hidden = !is;
    this.field.setAttribute("aria-expanded", String(is));
  }

  choose(index) {
    this.at = index;
    this.options.forEach((option, n) => option.setAttribute("aria-selected", String(n === index)));
    if (index < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", this.options[index].id);
    this.options[index]?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (this.pop.hidden) {
      if (step === 1) this.type();
      return;
    }
    const places = this.options.length + 1; // one of them is the field itself
    if (step) this.choose(((this.at + 1 + step + places) % places) - 1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.at >= 0) this.go(this.options[this.at]);
    else return;
    event.preventDefault();
  }

  go(option) {
    if (option) location.assign(option.dataset.href);
  }

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.saying);
    this.asked?.abort();
    this.open(false);
    this.status.textContent = "";
    this.list.replaceChildren();
    this.choose(-1);
  }
}

new Finder(document.getElementById("q"));
