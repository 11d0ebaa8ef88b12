/* Who is mentioned and away just now is marked beside the name, with who stands in. The text itself stays as written. */
import { each } from "./each.js";

const MOST = 40; // names in one question
let waiting = [];

async function ask() {
  const asked = waiting.splice(0);
  const handles = [...new Set(asked.map(([, handle]) => handle))];
  for (let start = 0; start < handles.length; start += MOST) {
    const query = new URLSearchParams({ handles: handles.slice(start, start + MOST).join(",") });
    const answer = await fetch(`/away/?${query}`, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const away = await answer.json();
    for (const [link, handle] of asked) if (away[handle]) mark(link, away[handle]);
  }
}

function mark(link, words) {
  if (link.nextElementSibling?.matches(".mention__away")) return;
  const note = document.createElement("span");
  note.className = "mention__away";
  note.textContent = ` (${words})`;
  link.after(note);
}

each("a.mention", (link) => {
  if (!waiting.length) setTimeout(ask, 50);
  waiting.push([link, decodeURIComponent(link.pathname.split("/")[2] || "")]);
});
