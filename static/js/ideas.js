/* Only pages of the idea board load this: the form keeps itself, cards that were looked at are counted, and one prints. */
import { keepItself } from "./behaviours/autosave.js";
import { post } from "./behaviours/csrf.js";
import { each } from "./behaviours/each.js";
import "./behaviours/print.js";
import { locale, say } from "./behaviours/words.js";

const LOOKED = 1_000; // a card counts as seen after so long in sight
const FIRST = 12; // and only among the first ones

each("form[data-autosave]", (form) => {
  const note = form.querySelector("[data-saved]");
  keepItself(form, () => {
    note.textContent = say("draft_saved", { time: new Date().toLocaleTimeString(locale, { timeStyle: "short" }) });
  });
});

each("[data-seen]", (list) => {
  const timers = new Map();
  const told = new Set();
  const tell = (card) => {
    const fields = new FormData();
    fields.append("idea", card.id.split("-").at(-1));
    post(list.dataset.seen, fields).catch(() => told.delete(card.id));
  };
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        clearTimeout(timers.get(target));
        if (!isIntersecting || told.has(target.id)) continue;
        timers.set(target, setTimeout(() => told.add(target.id) && tell(target), LOOKED));
      }
    },
    { threshold: 0.9 },
  );
  [...list.querySelectorAll("article")].slice(0, FIRST).forEach((card) => watch.observe(card));
});
