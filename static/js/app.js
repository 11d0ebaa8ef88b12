/* Every page works without script; these modules make it quicker and alive. Nothing here renders a page. */
import "./behaviours/csrf.js";
import "./behaviours/theme.js";
import "./behaviours/toast.js";
import "./behaviours/dialog.js";
import "./behaviours/menu.js";
import "./behaviours/keyboard.js";
import "./behaviours/react.js";
import "./behaviours/composer.js";
import "./behaviours/mention.js";
import "./behaviours/hovercard.js";
import "./behaviours/away.js";
import "./behaviours/comment.js";
import "./behaviours/save.js";
import "./behaviours/more.js";
import "./live.js";

document.documentElement.dataset.js = "";
// after a form came back with faults, the reader starts at the list of them
document.querySelector("[data-focus]")?.focus();
