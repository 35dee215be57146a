/** The words of the page's language: handed over by the server in `data-i18n`, so that no word is in a script. */

type Entry = string | Partial<Record<Intl.LDMLPluralRule, string>>;

export class Words {
  private readonly plural: Intl.PluralRules;
  private readonly number: Intl.NumberFormat;
  private readonly regions: Intl.DisplayNames;
  private readonly entries: Record<string, Entry>;

  constructor(root: HTMLElement) {
    const lang = root.dataset.lang || document.documentElement.lang || "en";
    this.entries = JSON.parse(root.dataset.i18n || "{}") as Record<string, Entry>;
    this.plural = new Intl.PluralRules(lang);
    this.number = new Intl.NumberFormat(lang);
    this.regions = new Intl.DisplayNames([lang], { type: "region", fallback: "code" });
  }

  /** Returns a text with its numbers; where it has plural forms, `count` chooses among them. */
  say(key: string, values: Record<string, string | number> = {}, count?: number): string {
    const entry = this.entries[key];
    let text = typeof entry === "string" ? entry : "";
    if (typeof entry === "object")
      text = entry[this.plural.select(count ?? Number(values.n ?? 0))] ?? entry.other ?? "";
    return (text || key).replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      return typeof value === "number" ? this.number.format(value) : (value ?? "");
    });
  }

  /** The name of a country. */
  country(code: string): string {
    try {
      return this.regions.of(code) ?? code;
    } catch {
      return code;
    }
  }
}
