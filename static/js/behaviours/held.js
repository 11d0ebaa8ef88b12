/* What is held down by pointer or key, until it was let go: a button that is replaced in between is never clicked. */
let down = null;
const waiting = [];

export const isHeld = (element) => element.contains(down);

/** Does it right after what the letting go does. */
export const onceLetGo = (act) => waiting.push(act);

function letGo() {
  down = null;
  waiting.splice(0).forEach((act) => act());
}

for (const type of ["pointerdown", "keydown"]) addEventListener(type, (event) => (down = event.target), true);
for (const type of ["pointerup", "pointercancel", "keyup"]) addEventListener(type, () => setTimeout(letGo), true);
addEventListener("blur", letGo);
