/** Small conveniences of every page. Each page works without them. */
import { enhanceSearch } from "./site/suggest.ts";
import { enhanceTheme } from "./site/theme-toggle.ts";

/** Leaves empty fields out of the address, so that it stays readable and can be passed on. */
function enhanceForm(form: HTMLFormElement): void {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) {
      if (value !== "") continue;
      const rest = event.formData.getAll(name).filter((item) => item !== "");
      event.formData.delete(name);
      for (const item of rest) event.formData.append(name, item);
    }
  });
  if (form.hasAttribute("data-submit-on-change")) {
    form.addEventListener("change", (event) => {
      const input = event.target as HTMLInputElement;
      if (input.checkValidity()) form.requestSubmit();
    });
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>(
  "form[method=get], form:not([method])",
))
  enhanceForm(form);
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-suggest]"))
  enhanceSearch(form);
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-theme-toggle]"))
  enhanceTheme(button);
