/* Pointing at a name or at a section of the rules, or coming to it with the keyboard, shows a small card of it. It can be pointed at,
   goes away with Escape, and holds nothing that is not on the page that it leads to. */
const WAIT = 350; // milliseconds before it opens, so that passing by opens nothing
const REST = 200; // and before it goes, so that the pointer can reach it
const CARDS = /^\/(people\/(?!chart\/)|policy\/section\/)[a-z0-9_.-]+\/$/;
const cards = new Map();
let pop, link, timer;

function linkOf(target) {
  const anchor = target?.closest?.("main a, aside a");
  if (!anchor || anchor.closest("[data-no-card]") || anchor.origin !== location.origin) return null;
  return CARDS.test(anchor.pathname) && anchor.pathname !== location.pathname ? anchor : null;
}

async function cardOf(path) {
  if (!cards.has(path)) {
    const answer = await fetch(`${path}card/`, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return null;
    cards.set(path, await answer.text());
  }
  return cards.get(path);
}

function shell() {
  if (pop) return pop;
  pop = document.createElement("div");
  pop.id = "hover-card";
  pop.className = "hover-card-pop";
  pop.popover = "manual";
  pop.addEventListener("pointerenter", () => clearTimeout(timer));
  pop.addEventListener("pointerleave", leave);
  document.body.append(pop);
  return pop;
}

function put(anchor) {
  const [box, own] = [anchor.getBoundingClientRect(), pop.getBoundingClientRect()];
  const below = box.bottom + own.height + 12 < innerHeight || box.top < own.height + 12;
  pop.style.insetBlockStart = `${below ? box.bottom + 6 : box.top - own.height - 6}px`;
  pop.style.insetInlineStart = `${Math.max(8, Math.min(box.left, innerWidth - own.width - 8))}px`;
}

async function open(anchor) {
  const html = await cardOf(anchor.pathname).catch(() => null);
  if (!html || link !== anchor || !anchor.isConnected) return;
  shell().innerHTML = html;
  pop.showPopover();
  put(anchor);
  anchor.setAttribute("aria-describedby", pop.id);
}

function close() {
  clearTimeout(timer);
  link?.removeAttribute("aria-describedby");
  link = null;
  if (pop?.matches(":popover-open")) pop.hidePopover();
}

/* Coming to a name with the keyboard may scroll the page: the card goes along while its name can be seen. */
function follow() {
  if (!pop?.matches(":popover-open")) return;
  const box = link.getBoundingClientRect();
  if (box.bottom < 0 || box.top > innerHeight) close();
  else put(link);
}

function leave() {
  clearTimeout(timer);
  timer = setTimeout(close, REST);
}

function come(event) {
  const anchor = linkOf(event.target);
  if (!anchor || (event.type === "focusin" && !anchor.matches(":focus-visible"))) return;
  if (anchor === link && pop?.matches(":popover-open")) return clearTimeout(timer);
  close();
  link = anchor;
  timer = setTimeout(() => open(anchor), WAIT);
}

if (HTMLElement.prototype.showPopover) {
  document.addEventListener("pointerover", (event) => event.pointerType === "mouse" && come(event));
  document.addEventListener("pointerout", (event) => link?.contains(event.target) && leave());
  document.addEventListener("focusin", come);
  document.addEventListener("focusout", (event) => event.target === link && leave());
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  addEventListener("scroll", follow, { passive: true });
}
