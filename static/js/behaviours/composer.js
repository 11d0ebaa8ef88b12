/* The composer: opens above the page, keeps the draft on the server, marks up what is selected, is sent once. */
import "./asking.js"; // at once: Enter in its field must never publish
import { post } from "./csrf.js";
import { each } from "./each.js";
import { toast } from "./toast.js";
import { locale, say } from "./words.js";

// what sends files comes when there is a place for them
each("input[type=file][data-upload]", () => import("./upload.js"));

const EVERY = 15_000;
const MARKS = {
  bold: ["**", "**"],
  italic: ["*", "*"],
  list: ["\n- ", ""],
  quote: ["\n> ", ""],
  link: ["[", "](https://)"],
  mention: ["@", ""],
};

function mark(field, kind) {
  const [before, after] = MARKS[kind];
  const { selectionStart: from, selectionEnd: to, value } = field;
  const start = from === 0 ? before.trimStart() : before;
  field.setRangeText(start + value.slice(from, to) + after, from, to, "end");
  if (from === to) field.selectionEnd = field.selectionStart = from + start.length;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function words(form) {
  const fields = new FormData();
  for (const name of ["place", "kind", "title", "text", "skill"]) fields.append(name, new FormData(form).get(name) || "");
  return fields;
}

function keepDraft(form) {
  let kept = JSON.stringify([...words(form)]);
  const note = form.querySelector("[data-saved]");
  const save = async (leaving = false) => {
    const now = JSON.stringify([...words(form)]);
    if (now === kept || form.dataset.sent) return;
    kept = now;
    try {
      await post(form.dataset.draft, words(form), { keepalive: leaving });
      note.textContent = say("draft_saved", { time: new Date().toLocaleTimeString(locale, { timeStyle: "short" }) });
    } catch {
      kept = ""; // the next round tries again
    }
  };
  const leave = () => document.visibilityState === "hidden" && save(true);
  const rounds = setInterval(() => (form.isConnected ? save() : clearInterval(rounds)), EVERY);
  document.addEventListener("visibilitychange", leave);
  window.addEventListener("pagehide", () => save(true));
  form.closest("dialog")?.addEventListener("close", () => save(true));
}

each("form[data-composer]", (form) => {
  const field = form.elements.namedItem("text");
  if (form.dataset.draft) keepDraft(form);
  form.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-mark]");
    if (tool) mark(field, tool.dataset.mark);
  });
  form.elements.namedItem("place")?.addEventListener("change", (event) => {
    const list = form.querySelector("[data-mentions]");
    if (list) list.dataset.group = event.target.value;
  });
});

function sending(form, button, on) {
  const note = form.querySelector("[data-saved]");
  if (on) form.dataset.sent = "1";
  else delete form.dataset.sent;
  if (on) button?.setAttribute("aria-busy", "true");
  else form.querySelectorAll("[aria-busy]").forEach((busy) => busy.removeAttribute("aria-busy"));
  if (note) note.textContent = on ? note.dataset.sending : "";
}

/* A line that breaks leaves the text where it is; what the server has to say about it, the form itself fetches. */
async function publish(form, button) {
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form, button),
      credentials: "same-origin",
      headers: { "HX-Request": "true" },
    });
    const place = answer.headers.get("HX-Redirect");
    if (place) location.assign(place);
    else form.submit();
  } catch {
    sending(form, button, false);
    toast(say("failed"), { error: true });
  }
}

/* Sent once: a second press while it is on its way does nothing; the server would know it by its key anyway. */
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-composer]");
  if (!form || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  const button = event.submitter;
  sending(form, button, true);
  if (/^(draft|preview|ask)/.test(button?.value || "")) return;
  event.preventDefault();
  publish(form, button);
});

/* A sentence from the rules that is put away goes at once, also where it is drawn anew before the server has heard. */
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-hint-away]");
  if (!button) return;
  document.documentElement.dataset.hintsAway = "";
  post(button.dataset.hintAway, new URLSearchParams(), { keepalive: true }).catch(() => {});
});

window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-composer][data-sent]").forEach((form) => sending(form, null, false));
});

document.addEventListener("click", async (event) => {
  const opener = event.target.closest("a[data-compose]");
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey || document.querySelector("form[data-composer]")) return;
  event.preventDefault();
  try {
    const answer = await fetch(opener.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    document.body.insertAdjacentHTML("beforeend", await answer.text());
    const dialog = document.getElementById("composer");
    window.htmx?.process(dialog);
    requestAnimationFrame(() => dialog.querySelector("[name=text]")?.focus());
  } catch {
    location.assign(opener.href);
  }
});
