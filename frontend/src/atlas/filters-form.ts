/** The server's form of filters: it leads to the list without scripts, and narrows the atlas with them. */
import type { Filter } from "./filter.ts";

type Field = HTMLInputElement | HTMLSelectElement;

export class FiltersForm {
  constructor(
    private readonly form: HTMLFormElement,
    onChange: () => void,
    onReset: () => void,
  ) {
    let timer = 0;
    const soon = () => {
      clearTimeout(timer);
      timer = window.setTimeout(onChange, 250);
    };
    form.addEventListener("change", () => {
      clearTimeout(timer);
      onChange();
    });
    form.addEventListener("input", (event) => {
      if ((event.target as HTMLInputElement).type === "number") soon();
    });
    // The event comes before the fields are emptied.
    form.addEventListener("reset", () => window.setTimeout(onReset));
  }

  private fields(name: string): Field[] {
    return [...this.form.querySelectorAll<Field>(`[name="${name}"]`)];
  }

  private values(name: string): string[] {
    const values = this.fields(name).flatMap((field) => {
      if (field instanceof HTMLSelectElement)
        return [...field.selectedOptions].map((option) => option.value);
      if (field.type === "checkbox" || field.type === "radio")
        return field.checked ? [field.value] : [];
      return [field.value];
    });
    return [...new Set(values.filter(Boolean))];
  }

  private year(name: string): number | null {
    const value = Number.parseInt(this.values(name)[0] ?? "", 10);
    // While a year is being typed it has fewer digits.
    return value >= 800 && value <= 2200 ? value : null;
  }

  /** Reads the form; what it has no field for stays as in `rest`. */
  read(rest: Filter): Filter {
    return {
      ...rest,
      countries: this.values("country"),
      forms: this.values("form"),
      standings: this.values("standing"),
      disputed: this.values("disputed").includes("1"),
      from: this.year("from"),
      to: this.year("to"),
    };
  }

  /** Fills the form. */
  write(filter: Filter): void {
    const fill = (name: string, values: string[]) => {
      const rest = [...values];
      for (const field of this.fields(name)) {
        if (field instanceof HTMLSelectElement && field.multiple) {
          for (const option of field.options) option.selected = values.includes(option.value);
        } else if (field.type === "checkbox" || field.type === "radio") {
          (field as HTMLInputElement).checked = values.includes(field.value);
        } else {
          field.value = rest.shift() ?? "";
        }
      }
    };
    fill("country", filter.countries);
    fill("form", filter.forms);
    fill("standing", filter.standings);
    fill("disputed", filter.disputed ? ["1"] : []);
    fill("from", filter.from === null ? [] : [String(filter.from)]);
    fill("to", filter.to === null ? [] : [String(filter.to)]);
  }
}
