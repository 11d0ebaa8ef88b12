/* One token for everything that script sends: htmx gets it on each request, fetch through post(). */
const token = () => document.querySelector('meta[name="csrf-token"]')?.content || "";

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token();
});

/** Sends a form's fields as the form itself would, and fails loudly on anything but success. */
export async function post(url, body) {
  const answer = await fetch(url, {
    method: "POST",
    body,
    credentials: "same-origin",
    headers: { "X-CSRFToken": token(), "HX-Request": "true" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}
