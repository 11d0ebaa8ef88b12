/* One token for everything that script sends: htmx gets it on each request, fetch through post(). */
const token = () => document.querySelector('meta[name="csrf-token"]')?.content || "";

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token();
});

/** Sends a form's fields as the form itself would, and fails loudly on anything but success. With keepalive it is
    also sent when the page is being left. */
export async function post(url, body, { keepalive = false } = {}) {
  const answer = await fetch(url, {
    method: "POST",
    body,
    keepalive,
    credentials: "same-origin",
    headers: { "X-CSRFToken": token(), "HX-Request": "true" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}
