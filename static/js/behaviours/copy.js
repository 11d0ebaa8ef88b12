/* A link beside a heading: without script one goes there, with it the address is on the clipboard too. */
import { each } from "./each.js";
import { toast } from "./toast.js";

each("a[data-copied]", (link) => {
  if (!navigator.clipboard) return; // only sites with https have one
  link.setAttribute("aria-label", link.dataset.copy);
  link.title = link.dataset.copy;
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const address = new URL(link.href);
    address.search = ""; // of the section, not of what this page shows beside it
    try {
      await navigator.clipboard.writeText(address.href);
      toast(link.dataset.copied);
    } catch {
      location.hash = link.hash; // where it would have led
    }
  });
});
