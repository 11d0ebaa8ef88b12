/* Only pages of the rules load this: the contents say where one is, a section's link is copied, and the page prints. */
import "./behaviours/copy.js";
import { each } from "./behaviours/each.js";
import "./behaviours/print.js";
import "./behaviours/quote.js";

const links = new Map();
each(".toc a", (link) => {
  const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (section) links.set(section, [...(links.get(section) || []), link]);
});

// The section whose top last went past a third of the window is the one that is read.
const watch = new IntersectionObserver(
  () => {
    const passed = [...links.keys()].filter((section) => section.getBoundingClientRect().top < innerHeight / 3);
    const here = passed.at(-1) || [...links.keys()][0];
    for (const [section, found] of links)
      for (const link of found)
        section === here ? link.setAttribute("aria-current", "location") : link.removeAttribute("aria-current");
  },
  { rootMargin: "0px 0px -66% 0px" },
);
for (const section of links.keys()) watch.observe(section);
