/* The words that scripts say, rendered by the server in the language of the page. */
const words = JSON.parse(document.getElementById("words")?.textContent || "{}");

export const language = document.documentElement.lang || "nb";
/* dates and numbers in English are written as in Europe: 24 Nov 2026, 15:40 */
export const locale = language === "nb" ? "nb" : "en-GB";

/** The sentence with this key; {n} and other names in braces are filled in. */
export function say(key, values = {}) {
  return (words[key] || "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** The sentence for one or for many. */
export function count(key, n) {
  return say(n === 1 ? `${key}_one` : `${key}_many`, { n: n.toLocaleString(locale) });
}
