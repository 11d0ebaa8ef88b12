/* Pages grow while they are open (live arrival, older rows), so behaviours ask for present and future elements. */
const wanted = [];

function visit(root) {
  for (const [selector, act] of wanted) {
    if (root.matches?.(selector)) act(root);
    root.querySelectorAll?.(selector).forEach(act);
  }
}

new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) if (node.nodeType === 1) visit(node);
}).observe(document.body, { childList: true, subtree: true });

/** Runs act once for every element that matches, now or when it arrives. */
export function each(selector, act) {
  const seen = new WeakSet();
  const once = (element) => {
    if (seen.has(element)) return;
    seen.add(element);
    act(element);
  };
  wanted.push([selector, once]);
  document.querySelectorAll(selector).forEach(once);
}
