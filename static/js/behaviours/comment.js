/* Answers: a reply takes the box at the foot of the thread with it, and what was sent appears without a reload. */
import { apply } from "./frames.js";
import { say } from "./words.js";
import { toast } from "./toast.js";

const box = () => document.querySelector("form[data-comment-form]");

function aim(form, parent, name) {
  form.elements.parent.value = parent;
  const line = form.querySelector("[data-reply-to]");
  line.hidden = !parent;
  line.querySelector("b").textContent = name;
  form.elements.text.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-reply], [data-reply-cancel]");
  const form = box();
  if (!link || !form || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  aim(form, link.dataset.reply || "", link.dataset.name || "");
});

function freshKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function show(form, html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  const comment = template.content.firstElementChild;
  const parent = comment?.dataset.parent;
  const target = parent ? `replies-${parent}` : form.dataset.commentForm;
  if (comment) apply({ verb: "append", id: comment.id, target, html });
  document.getElementById(comment?.id)?.scrollIntoView({ block: "nearest" });
}

async function send(form) {
  const sent = form.elements.text.value;
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    credentials: "same-origin",
    headers: { "HX-Request": "true" },
  });
  if (answer.status === 422 || answer.status === 429) {
    form.outerHTML = await answer.text();
    box()?.elements.text.focus();
    return;
  }
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  show(form, await answer.text());
  form.elements.key.value = freshKey();
  if (form.elements.text.value !== sent) return; // the next answer is being written already
  form.elements.text.value = "";
  aim(form, "", "");
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-comment-form]");
  if (!form) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  const button = form.querySelector("button[type=submit]");
  button.setAttribute("aria-busy", "true");
  try {
    await send(form);
  } catch {
    toast(say("failed"), { error: true });
  } finally {
    delete form.dataset.busy;
    button.removeAttribute("aria-busy");
  }
});
