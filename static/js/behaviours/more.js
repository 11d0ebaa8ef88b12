/* "What may I do" is fetched into the popover beside its button, and opened when it has come. */
document.addEventListener("htmx:afterSwap", (event) => {
  const { target, elt, requestConfig } = event.detail;
  const menu = target || elt;
  if (!menu?.matches("[popover][id^='menu-']") || menu.matches(":popover-open")) return;
  menu.showPopover({ source: requestConfig?.elt });
  menu.querySelector("a, button")?.focus();
});
