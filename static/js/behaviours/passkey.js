/* Passkeys: the browser's ceremony between a form's button and its hidden "credential" field. */
const binary = new Set(["challenge", "id", "userHandle"]);

function bytes(text) {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/") + "=".repeat((4 - (text.length % 4)) % 4);
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/* The server speaks of bytes as base64url; the browser wants buffers. The relying party's id is a name, not bytes. */
function unpack(value, key = "") {
  if (Array.isArray(value)) return value.map((item) => unpack(item));
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, key === "rp" ? v : unpack(v, k)]));
  return binary.has(key) && typeof value === "string" ? bytes(value) : value;
}

function pack(credential) {
  const answer = credential.response;
  const response = { clientDataJSON: text(answer.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
    if (answer[name]) response[name] = text(answer[name]);
  if (answer.getTransports) response.transports = answer.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function options(form) {
  if (form.dataset.passkey !== "login") return JSON.parse(document.getElementById("passkey-options").textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function create(asked, alone) {
  const publicKey = unpack(asked.creation_options.publicKey);
  publicKey.authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone && { userVerification: "required" }),
  };
  return navigator.credentials.create({ publicKey });
}

function send(form, credential) {
  form.elements.credential.value = JSON.stringify(pack(credential));
  form.submit();
}

let waiting = null;

/* The browser offers passkeys in the field for the address; it waits until one is picked or the button is used. */
async function offer(form) {
  if (!(await globalThis.PublicKeyCredential?.isConditionalMediationAvailable?.())) return;
  const asked = await options(form);
  waiting = new AbortController();
  const publicKey = unpack(asked.request_options.publicKey);
  send(form, await navigator.credentials.get({ publicKey, mediation: "conditional", signal: waiting.signal }));
}

async function perform(form) {
  waiting?.abort();
  const asked = await options(form);
  const credential =
    form.dataset.passkey === "create"
      ? await create(asked, form.elements.passwordless?.checked ?? false)
      : await navigator.credentials.get({ publicKey: unpack(asked.request_options.publicKey) });
  send(form, credential);
}

const form = document.querySelector('form[data-passkey="login"]');
if (form) offer(form).catch(() => {}); // the button says what went wrong; nobody asked for this one

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-passkey]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  const error = form.querySelector("[data-passkey-error]");
  button.setAttribute("aria-busy", "true");
  error.hidden = true;
  try {
    await perform(form);
  } catch {
    error.hidden = false;
    error.setAttribute("role", "alert");
    button.removeAttribute("aria-busy");
  }
});
