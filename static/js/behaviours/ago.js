/* The server writes the full date; here it becomes "3 minutes ago" and stays true. The full date is in the title. */
import { each } from "./each.js";
import { language, say } from "./words.js";

const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
// Norwegian writes 15.40, which not every browser knows
const time = (moment) => (language === "nb" ? clock.format(moment).replace(":", ".") : clock.format(moment));
const weekday = new Intl.DateTimeFormat(language, { weekday: "long" });
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" });
const year = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" });
const midnight = (moment) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());

/** The words for a moment, seen from now. */
export function ago(moment, now = new Date()) {
  const minutes = Math.round((now - moment) / 60000);
  const days = Math.round((midnight(now) - midnight(moment)) / 86400000);
  if (minutes < 1) return say("now");
  if (minutes < 60) return relative.format(-minutes, "minute");
  if (days < 1) return time(moment);
  if (days < 3) return `${relative.format(-days, "day")} ${time(moment)}`;
  if (days < 7) return `${weekday.format(moment)} ${time(moment)}`;
  return (moment.getFullYear() === now.getFullYear() ? day : year).format(moment);
}

const show = (element) => {
  const words = ago(new Date(element.dateTime));
  if (element.textContent !== words) element.textContent = words;
  element.dataset.ago = "shown";
};

each("time[data-ago]", show);
setInterval(() => document.querySelectorAll("time[data-ago]").forEach(show), 30000);
