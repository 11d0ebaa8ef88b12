/* A field for several words with commas between them: its list offers the one that is being written. */
import { each } from "./each.js";

each("input[data-several]", (field) => {
  const names = [...field.list.options].map((option) => option.value);
  const offer = () => {
    const before = field.value.slice(0, field.value.lastIndexOf(",") + 1);
    const start = before && `${before} `;
    field.list.replaceChildren(...names.map((name) => Object.assign(document.createElement("option"), { value: start + name })));
  };
  field.addEventListener("input", offer);
  offer();
});
