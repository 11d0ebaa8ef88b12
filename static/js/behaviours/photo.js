/* Shows the chosen picture before it is sent. Nothing leaves the page: a data address, as the policy allows. */
import { each } from "./each.js";

each("input[data-photo]", (field) => {
  const preview = field.form.querySelector("[data-photo-preview]");
  field.addEventListener("change", () => {
    const file = field.files[0];
    preview.hidden = true;
    if (!file?.type.startsWith("image/")) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      preview.querySelector("img").src = reader.result;
      preview.hidden = false;
    });
    reader.readAsDataURL(file);
  });
});
