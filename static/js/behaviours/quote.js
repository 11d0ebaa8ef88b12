/* Words that are marked in a section stand in the form when one goes there; without script one copies them. */
import { each } from "./each.js";

const CONTEXT = 60;

each("form[data-quoting]", (form) => {
  const take = () => {
    const marked = document.getSelection();
    if (!marked || marked.isCollapsed || !marked.rangeCount) return;
    const range = marked.getRangeAt(0);
    const section = range.commonAncestorContainer.parentElement?.closest("[data-quotable]");
    if (!section) return;
    const around = (edge) => {
      const rest = document.createRange();
      rest.selectNodeContents(section);
      edge === "before" ? rest.setEnd(range.startContainer, range.startOffset) : rest.setStart(range.endContainer, range.endOffset);
      return rest.toString();
    };
    form.elements.part.value = section.dataset.quotable;
    form.elements.quote.value = marked.toString().trim();
    form.elements.before.value = around("before").slice(-CONTEXT);
    form.elements.after.value = around("after").slice(0, CONTEXT);
  };
  document.addEventListener("selectionchange", take);
});
