/* Files leave while the text is still being written: chosen, dropped or pasted. Without script the form carries them. */
import { each } from "./each.js";
import { post } from "./csrf.js";
import { say } from "./words.js";
import { toast } from "./toast.js";

const token = () => document.querySelector('meta[name="csrf-token"]')?.content || "";

/* XMLHttpRequest, as fetch cannot tell how far an upload has come. Answers with the fragment, also for a refusal. */
function send(url, file, progress) {
  const body = new FormData();
  body.append("files", file, file.name);
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress(event.loaded / event.total);
  });
  return new Promise((resolve, reject) => {
    request.addEventListener("load", () => {
      if (request.status === 200 || request.status === 422) resolve(request.responseText);
      else reject(new Error(String(request.status)));
    });
    request.addEventListener("error", () => reject(new Error("network")));
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("HX-Request", "true");
    request.send(body);
  });
}

function waiting(name) {
  const row = document.createElement("div");
  const line = document.createElement("span");
  const bar = document.createElement("progress");
  row.className = "file file--draft";
  row.setAttribute("role", "status");
  line.className = "file__name";
  line.textContent = say("upload_sending", { name });
  bar.max = 1;
  bar.setAttribute("aria-label", name);
  row.append(bar, line);
  return row;
}

async function upload(input, files) {
  const form = input.form;
  const list = form.querySelector("[data-uploads]");
  for (const file of files) {
    const row = waiting(file.name);
    list.append(row);
    form.dataset.sending = String(Number(form.dataset.sending || 0) + 1);
    try {
      const html = await send(input.dataset.upload, file, (part) => (row.querySelector("progress").value = part));
      row.insertAdjacentHTML("afterend", html);
    } catch (problem) {
      const why = { 413: "upload_too_large", 429: "too_often" }[problem.message] || "upload_failed";
      toast(say(why, { name: file.name }), { error: true });
    } finally {
      row.remove();
      form.dataset.sending = String(Number(form.dataset.sending) - 1);
      form.dispatchEvent(new CustomEvent("uploads-changed"));
    }
  }
}

/* What is chosen while an upload runs waits for it: one at a time keeps slow lines usable. */
const queues = new WeakMap();
const take = (input, files) => {
  const list = [...files];
  if (list.length) queues.set(input, (queues.get(input) || Promise.resolve()).then(() => upload(input, list)));
};

each("input[type=file][data-upload]", (input) => {
  const form = input.form;
  input.addEventListener("change", () => {
    take(input, input.files);
    input.value = "";
  });
  form.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take(input, event.dataTransfer.files);
  });
  form.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) take(input, event.clipboardData.files);
  });
  form.addEventListener("submit", (event) => {
    if (Number(form.dataset.sending || 0) === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    toast(say("upload_wait"));
  });
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-discard]");
  if (!button) return;
  const row = button.closest("[data-upload-row]");
  const next = row.nextElementSibling?.querySelector("button") || row.closest("form")?.querySelector("[data-upload]");
  const body = new FormData();
  body.append("attachments", row.id);
  try {
    await post(button.dataset.discard, body);
    row.remove();
    next?.focus();
  } catch {
    toast(say("failed"), { error: true });
  }
});

document.addEventListener("change", (event) => {
  const field = event.target.closest?.("[data-alt]");
  if (!field) return;
  const body = new FormData();
  body.append(field.name, field.value);
  post(field.dataset.alt, body).catch(() => field.form.dataset.sent || toast(say("failed"), { error: true })); // the form tells it too
});
