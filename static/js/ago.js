/* The server writes the full date, the same for everybody; here it becomes "3 minutes ago" and stays true. The full
   date is in the title. Loaded before the page is drawn, so that no line breaks first and mends afterwards. */
(() => {
  const language = document.documentElement.lang || "nb";
  const locale = language === "nb" ? "nb" : "en-GB"; // as the server writes dates: 24 Nov 2026, 15:40
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
  // Norwegian writes 15.40, which not every browser knows
  const time = (moment) => (language === "nb" ? clock.format(moment).replace(":", ".") : clock.format(moment));
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "long" });
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
  const year = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });
  const midnight = (moment) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());

  function ago(moment, now = new Date()) {
    const minutes = Math.round((now - moment) / 60000);
    const days = Math.round((midnight(now) - midnight(moment)) / 86400000);
    if (minutes < 1) return relative.format(0, "second");
    if (minutes < 60) return relative.format(-minutes, "minute");
    if (days < 1) return time(moment);
    if (days < 3) return `${relative.format(-days, "day")} ${time(moment)}`;
    if (days < 7) return `${weekday.format(moment)} ${time(moment)}`;
    return (moment.getFullYear() === now.getFullYear() ? day : year).format(moment);
  }

  function show(element) {
    const words = ago(new Date(element.dateTime));
    if (element.textContent !== words) element.textContent = words;
  }

  const all = (root) => root.querySelectorAll("time[data-ago]").forEach(show);

  // while the page is read, and for what arrives later
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (target.matches("time[data-ago]")) show(target); // its text came after its tag
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        if (node.matches("time[data-ago]")) show(node);
        else all(node);
      }
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
  setInterval(() => all(document), 30000);
})();
