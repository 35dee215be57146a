/** The slider of years, with a small curve of how many ties began in each, and a button that plays it. */
import { make } from "./dom.ts";
import { tiesByYear } from "./filter.ts";
import type { Words } from "./words.ts";

const STEP_TIME = 260;
const EARLIEST = 1900;
const SVG = "http://www.w3.org/2000/svg";

export class TimeBar {
  readonly element: HTMLElement;
  readonly undated: HTMLInputElement;
  private readonly slider: HTMLInputElement;
  private readonly output = make("output", { class: "atlas-year" });
  private readonly play: HTMLButtonElement;
  private readonly last: number;
  private timer = 0;

  constructor(
    private readonly words: Words,
    since: Int16Array,
    today: number,
    private readonly onChange: () => void,
  ) {
    const known = since.filter((year) => year > 0);
    const earliest = known.reduce((least, year) => Math.min(least, year), today);
    const first = Math.max(EARLIEST, Math.min(earliest, today - 10));
    this.last = today;
    this.slider = make("input", {
      type: "range",
      class: "atlas-slider",
      min: String(first),
      max: String(today),
      step: "1",
      value: String(today),
      "aria-label": words.say("year"),
    });
    this.play = make("button", { type: "button", class: "atlas-play" });
    this.undated = make("input", { type: "checkbox" });
    const label = words.say("undated", { n: since.length - known.length });
    this.element = make(
      "div",
      { class: "atlas-time" },
      this.play,
      make(
        "div",
        { class: "atlas-track" },
        histogram(tiesByYear(since, first, today)),
        this.slider,
        make(
          "div",
          { class: "atlas-ends", "aria-hidden": "true" },
          make("span", {}, String(first)),
          make("span", {}, String(today)),
        ),
      ),
      this.output,
      make("label", { class: "check atlas-undated" }, this.undated, label),
    );
    this.slider.addEventListener("input", () => {
      this.stop();
      this.changed();
    });
    this.undated.addEventListener("change", () => this.changed());
    this.play.addEventListener("click", () => (this.timer ? this.stop() : this.start()));
    this.show();
  }

  /** The year shown, or null for today. */
  get year(): number | null {
    const year = Number(this.slider.value);
    return year === this.last ? null : year;
  }

  set year(year: number | null) {
    this.slider.value = String(year ?? this.last);
    this.show();
  }

  private changed(): void {
    this.show();
    this.onChange();
  }

  private show(): void {
    const text = this.year === null ? this.words.say("now") : String(this.year);
    this.output.textContent = text;
    this.element.classList.toggle("atlas-time--now", this.year === null);
    this.slider.setAttribute("aria-valuetext", text);
    const label = this.words.say(this.timer ? "pause" : "play");
    this.play.setAttribute("aria-label", label);
    this.play.title = label;
    this.play.classList.toggle("atlas-play--on", this.timer !== 0);
  }

  private start(): void {
    if (this.year === null) this.slider.value = this.slider.min;
    this.timer = window.setInterval(() => this.step(), STEP_TIME);
    this.changed();
  }

  private step(): void {
    this.slider.value = String(Number(this.slider.value) + 1);
    if (this.year === null) this.stop();
    this.changed();
  }

  /** Stops playing. */
  stop(): void {
    clearInterval(this.timer);
    this.timer = 0;
    this.show();
  }
}

/** Bars above the slider; the root of the number, so that a single tie can be seen beside a thousand. */
function histogram(counts: Uint32Array): SVGElement {
  const most = Math.sqrt(counts.reduce((a, b) => Math.max(a, b), 1));
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "atlas-histogram");
  svg.setAttribute("viewBox", `0 0 ${counts.length} 20`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute(
    "d",
    [...counts]
      .map((count, year) =>
        count ? `M${year} 20V${(20 - (18 * Math.sqrt(count)) / most).toFixed(1)}h.8V20` : "",
      )
      .join(""),
  );
  svg.append(path);
  return svg;
}
