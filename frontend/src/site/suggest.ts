/**
 * Suggestions under a search field: the combobox pattern of the ARIA practices. The form works without it.
 *
 * `<form data-suggest="/suggest" data-suggest-lang="en" data-suggest-count="{n} suggestions">` asks
 * `/suggest?q=…&lang=en` and expects `{"results": [{"name", "note", "url"}]}`.
 */
interface Suggestion {
  name: string;
  note?: string;
  url: string;
}

const DELAY = 120;

class Suggestions {
  private readonly input: HTMLInputElement;
  private readonly list = document.createElement("ul");
  private readonly status = document.createElement("p");
  private items: Suggestion[] = [];
  private active = -1;
  private timer = 0;
  private request: AbortController | null = null;

  constructor(
    private readonly form: HTMLFormElement,
    input: HTMLInputElement,
  ) {
    this.input = input;
    const id = `suggestions-${Math.random().toString(36).slice(2, 8)}`;
    this.list.id = id;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.dataset.suggestLabel ?? input.placeholder);
    this.list.hidden = true;
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
    }))
      input.setAttribute(name, value);
    form.append(this.list, this.status);
    input.addEventListener("input", () => this.askSoon());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => this.close());
    // The list must not take the focus before the click arrives.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.onClick(event));
  }

  private askSoon(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), DELAY);
  }

  private async ask(): Promise<void> {
    const text = this.input.value.trim();
    this.request?.abort();
    if (text.length < 2) {
      this.close();
      return;
    }
    this.request = new AbortController();
    const address = new URL(this.form.dataset.suggest ?? "/suggest", location.href);
    address.searchParams.set("q", text);
    address.searchParams.set("lang", this.form.dataset.suggestLang ?? "en");
    try {
      const answer = await fetch(address, { signal: this.request.signal });
      if (answer.ok) this.show(((await answer.json()) as { results: Suggestion[] }).results);
    } catch (error) {
      if ((error as Error).name !== "AbortError") this.close();
    }
  }

  private show(items: Suggestion[]): void {
    this.items = items;
    this.active = -1;
    this.list.replaceChildren(
      ...items.map((item, index) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${index}`;
        option.setAttribute("role", "option");
        option.dataset.index = String(index);
        option.append(item.name);
        if (item.note) {
          const note = document.createElement("small");
          note.textContent = item.note;
          option.append(" ", note);
        }
        return option;
      }),
    );
    const template = this.form.dataset.suggestCount ?? "{n}";
    this.status.textContent = template.replace("{n}", String(items.length));
    this.list.hidden = items.length === 0;
    this.input.setAttribute("aria-expanded", String(items.length > 0));
    this.mark();
  }

  private close(): void {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  private mark(): void {
    for (const [index, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(index === this.active));
      if (index !== this.active) continue;
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    }
    if (this.active < 0) this.input.removeAttribute("aria-activedescendant");
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.list.hidden) {
        void this.ask();
        return;
      }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const count = this.items.length + 1;
      // One more stop than there are items: back in the field.
      this.active = ((this.active + 1 + step + count) % count) - 1;
      this.mark();
    } else if (event.key === "Enter" && !this.list.hidden && this.active >= 0) {
      event.preventDefault();
      this.go(this.active);
    }
  }

  private onClick(event: MouseEvent): void {
    const option = (event.target as Element).closest<HTMLElement>("[data-index]");
    if (option) this.go(Number(option.dataset.index));
  }

  private go(index: number): void {
    location.assign(this.items[index].url);
  }
}

/** Gives a search form its suggestions. */
export function enhanceSearch(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[name=q]");
  if (input) new Suggestions(form, input);
}
