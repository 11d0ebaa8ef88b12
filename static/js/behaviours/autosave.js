/* A form that is kept on the server while one writes, every few seconds and when one leaves; what is sent is sent once. */
import { post } from "./csrf.js";

const EVERY = 3_000; // between two savings
const PATIENCE = 2_000; // so long the form waits for a saving that is on its way
const BESIDE = ["files", "kept"]; // files leave by themselves; "kept" is what the server says of the last saving

function written(form) {
  const fields = new FormData(form);
  fields.delete("files"); // they come back as numbers
  return fields;
}

/** Sends the fields to data-autosave when they have changed. kept(answer) and failed() tell how it went. */
export function keepItself(form, kept, failed = () => {}) {
  const words = () => JSON.stringify([...written(form)].filter(([name]) => !BESIDE.includes(name)));
  let last = words();
  let sent = false;
  let onItsWay = null;
  const send = async (leaving) => {
    try {
      const answer = await post(form.dataset.autosave, written(form), { keepalive: leaving });
      if (answer.redirected) throw new Error("redirected"); // to sign-in, say
      await kept(answer);
    } catch {
      last = ""; // the next round tries again
      failed();
    }
    onItsWay = null;
  };
  const save = (leaving = false) => {
    const now = words();
    if (now === last || sent || onItsWay) return;
    last = now;
    onItsWay = send(leaving);
  };
  setInterval(save, EVERY);
  form.addEventListener("submit", (event) => {
    if (onItsWay && !event.defaultPrevented) {
      // the server hears of the words in the order in which they were written
      event.preventDefault();
      const wait = new Promise((resolve) => setTimeout(resolve, PATIENCE));
      Promise.race([onItsWay, wait]).then(() => {
        onItsWay = null;
        form.requestSubmit(event.submitter);
      });
      return;
    }
    setTimeout(() => (sent = !event.defaultPrevented)); // an upload may hold it
  });
  addEventListener("pageshow", ({ persisted }) => persisted && (sent = false));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(true));
}
