/** The atlas page: globe and map with filters, a slider of years, a panel, and its state in the address. */

import { type AtlasData, LEGAL } from "./decode.ts";
import { make } from "./dom.ts";
import { type Filter, NO_FILTER } from "./filter.ts";
import { FiltersForm } from "./filters-form.ts";
import { Gestures, zoomAt } from "./gestures.ts";
import { load } from "./load.ts";
import { Panel } from "./panel.ts";
import { pickPlace, pickTie } from "./picking.ts";
import { readState, type State, writeState } from "./state.ts";
import { TimeBar } from "./time.ts";
import { View } from "./view.ts";
import { Words } from "./words.ts";

const LEGEND = ["in_force", "proposed", "suspended", "ended"] as const;
const MORPH_TIME = 900;
const TOUCH_REACH = 22;

export interface Counts {
  placesDecoded: number;
  tiesDecoded: number;
  readonly tiesDrawn: number;
  /** Milliseconds of script that the last change of a filter took. */
  readonly lastFilterTime: number;
}

export class FullAtlas {
  private readonly words: Words;
  private readonly stage: HTMLElement;
  private readonly view: View;
  private readonly tip = make("div", { class: "atlas-tip", hidden: true });
  private readonly count: HTMLElement | null;
  private readonly state: State;
  /** The camera after it was last directed by itself; elsewhere, the address says where it looks. */
  private usual = "";
  private form: FiltersForm | null = null;
  private time: TimeBar | null = null;
  private panel: Panel | null = null;
  private data: AtlasData | null = null;
  private chosen = { place: -1, tie: -1 };
  private addressTimer = 0;
  private filterTime = 0;

  constructor(private readonly root: HTMLElement) {
    this.words = new Words(root);
    this.stage = root.querySelector<HTMLElement>("[data-atlas-stage]") ?? root;
    this.count = root.querySelector<HTMLElement>("[data-atlas-count]");
    this.view = new View(this.stage);
    this.state = readState(location.search);
    const { camera } = this.view;
    if (this.state.at) Object.assign(camera, this.state.at);
    camera.morph = this.state.flat ? 1 : 0;
    this.view.filter = this.state.filter;
  }

  private cameraText(): string {
    const { lng, lat, zoom } = this.view.camera;
    return `${lng.toFixed(2)},${lat.toFixed(2)},${zoom.toFixed(2)}`;
  }

  /** Loads and draws; resolves when everything is on the screen. */
  async start(): Promise<Counts> {
    this.stage.classList.add("atlas-stage--loading");
    const { data, land } = await load(this.root);
    this.data = data;
    this.makeControls(data);
    this.view.setData(data, land);
    if (!this.state.at) {
      this.view.lookAtShown();
      this.usual = this.cameraText();
    }
    this.showCount();
    await this.view.drawn;
    this.stage.classList.remove("atlas-stage--loading");
    this.stage.classList.add("atlas-stage--ready");
    const self = this;
    return {
      placesDecoded: data.places.count,
      tiesDecoded: data.ties.count,
      get tiesDrawn() {
        return self.view.tiesDrawn;
      },
      get lastFilterTime() {
        return self.filterTime;
      },
    };
  }

  private makeControls(data: AtlasData): void {
    const { words, root } = this;
    const { canvas } = this.view;
    const help = make("p", { id: "atlas-help", class: "visually-hidden" }, words.say("help"));
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", words.say("label"));
    canvas.setAttribute("aria-describedby", "atlas-help");
    const buttons = this.makeButtons();
    this.stage.append(help, this.tip, buttons);
    this.view.overlay.corner = [buttons.offsetWidth + 16, buttons.offsetHeight + 16];
    const legend = root.querySelector<HTMLElement>("[data-atlas-legend]");
    if (legend) legend.replaceChildren(...this.makeLegend(data));
    const form = root.querySelector<HTMLFormElement>("[data-atlas-filters]");
    if (form) {
      this.form = new FiltersForm(
        form,
        () => this.readControls(),
        () => this.showAll(),
      );
      this.form.write(this.state.filter);
    }
    const panel = root.querySelector<HTMLElement>("[data-atlas-panel]");
    if (panel) this.panel = new Panel(panel, words, () => this.panelClosed());
    const slot = root.querySelector<HTMLElement>("[data-atlas-time]");
    if (slot && data.ties.since.some((year) => year > 0)) this.makeTime(slot, data);
    new Gestures(
      this.view,
      {
        hover: (x, y, how) => this.hover(x, y, how),
        leave: () => this.unhover(),
        choose: (x, y, how) => this.choose(x, y, how),
        escape: () => this.panel?.close(),
        moved: () => this.addressSoon(),
      },
      true,
    );
  }

  private makeTime(slot: HTMLElement, data: AtlasData): void {
    const today = Number(data.header.today.slice(0, 4));
    this.time = new TimeBar(this.words, data.ties.since, today, () => this.readControls());
    const { on, undated } = this.state.filter;
    if (on) this.time.year = Number(on.slice(0, 4));
    this.time.undated.checked = undated;
    slot.replaceChildren(this.time.element);
  }

  private makeButtons(): HTMLElement {
    const { words, view } = this;
    const button = (key: string, sign: string, act: () => void) => {
      const label = words.say(key);
      const element = make("button", {
        type: "button",
        class: `atlas-button atlas-button--${sign}`,
        "aria-label": label,
        title: label,
      });
      element.addEventListener("click", act);
      return element;
    };
    const zoom = (factor: number) => {
      const { width, height } = view.camera;
      zoomAt(view, factor, width / 2, height / 2);
      view.invalidate();
      this.addressSoon();
    };
    const shape = make("button", { type: "button", class: "atlas-shape" });
    const showShape = () => {
      shape.textContent = words.say(this.state.flat ? "globe" : "map");
    };
    showShape();
    shape.addEventListener("click", () => {
      this.state.flat = !this.state.flat;
      showShape();
      view.moveTo({ morph: this.state.flat ? 1 : 0 }, MORPH_TIME);
      this.addressSoon();
    });
    const reset = () => {
      this.usual = "";
      view.lookAtShown(600);
      window.setTimeout(() => {
        this.usual = this.cameraText();
        this.addressSoon();
      }, 700);
    };
    return make(
      "div",
      { class: "atlas-buttons" },
      shape,
      button("zoomIn", "in", () => zoom(1.5)),
      button("zoomOut", "out", () => zoom(1 / 1.5)),
      button("reset", "home", reset),
    );
  }

  /** Only what occurs is explained. */
  private makeLegend(data: AtlasData): HTMLElement[] {
    const present = new Set(data.ties.legal);
    const standings = this.words;
    const items = LEGEND.filter((name) => present.has(LEGAL.indexOf(name))).map((name) =>
      make("li", {}, make("span", { class: `standing standing--${name}` }, standings.say(name))),
    );
    if (data.ties.disputed.includes(1))
      items.push(make("li", {}, make("span", { class: "disputed" }, standings.say("disputed"))));
    return items;
  }

  private showAll(): void {
    this.form?.write(NO_FILTER);
    if (this.time) {
      this.time.stop();
      this.time.year = null;
      this.time.undated.checked = false;
    }
    this.readControls();
  }

  private readControls(): void {
    let filter: Filter = this.form ? this.form.read(this.state.filter) : { ...this.state.filter };
    if (this.time) {
      const { year } = this.time;
      // A day in that year, from the address, stays; else the year's last day.
      if (year === null) filter = { ...filter, on: "" };
      else if (!filter.on.startsWith(`${year}-`)) filter = { ...filter, on: `${year}-12-31` };
      filter.undated = this.time.undated.checked;
    }
    this.state.filter = filter;
    const started = performance.now();
    this.view.show(filter);
    this.filterTime = performance.now() - started;
    this.showCount();
    this.addressSoon();
  }

  private showCount(): void {
    if (!this.data) return;
    const { count: total, since } = this.data.ties;
    const { filter } = this.state;
    const shown = this.view.tiesDrawn;
    if (this.count) {
      let text = this.words.say("shown", { n: shown, total }, total);
      const dated = filter.on || filter.from !== null || filter.to !== null;
      const without =
        dated && !filter.undated ? since.reduce((n, year) => n + (year ? 0 : 1), 0) : 0;
      if (without) text += ` ${this.words.say("withoutYear", { n: without }, without)}`;
      this.count.textContent = text;
    }
    for (const link of this.root.querySelectorAll<HTMLAnchorElement>("a[data-atlas-list]")) {
      const list = writeState({ filter: { ...filter, undated: false }, flat: false, at: null });
      link.search = list;
    }
  }

  private addressSoon(): void {
    clearTimeout(this.addressTimer);
    this.addressTimer = window.setTimeout(() => {
      const { lng, lat, zoom } = this.view.camera;
      this.state.at = this.cameraText() === this.usual ? null : { lng, lat, zoom };
      history.replaceState(null, "", location.pathname + writeState(this.state));
    }, 300);
  }

  private pick(x: number, y: number, reach?: number): { place: number; tie: number } {
    const { scene, projector } = this.view;
    if (!scene) return { place: -1, tie: -1 };
    const place = pickPlace(scene, projector, x, y, reach);
    return { place, tie: place < 0 ? pickTie(scene, projector, x, y) : -1 };
  }

  private hover(x: number, y: number, how: "mouse" | "keyboard"): void {
    const { place, tie } = this.pick(x, y, how === "keyboard" ? TOUCH_REACH : undefined);
    if (place < 0 && tie < 0) {
      this.unhover();
      return;
    }
    this.view.mark(place, tie);
    this.view.canvas.classList.add("atlas-canvas--over");
    this.tip.replaceChildren(...(place >= 0 ? this.placeTip(place) : this.tieTip(tie)));
    this.tip.hidden = false;
    const { width, height } = this.view.camera;
    const left = Math.max(4, Math.min(x + 14, width - this.tip.offsetWidth - 4));
    const above = y + 18 + this.tip.offsetHeight > height;
    const top = above ? y - 12 - this.tip.offsetHeight : y + 16;
    this.tip.style.transform = `translate(${left}px, ${top}px)`;
  }

  private placeName(place: number): string {
    return this.data?.places.names[place] ?? "";
  }

  private placeTip(place: number): Node[] {
    const { data, view, words } = this;
    if (!data) return [];
    const n = view.scene?.shown.degree[place] ?? 0;
    const country = words.country(data.header.countries[data.places.country[place]]);
    return [
      make("b", {}, this.placeName(place)),
      make("span", {}, country),
      make("span", {}, words.say("degree", { n }, n)),
    ];
  }

  private tieTip(tie: number): Node[] {
    const { data, view, words } = this;
    if (!data) return [];
    const { a, b, since, disputed } = data.ties;
    const standing = LEGAL[view.scene?.shown.standing[tie] ?? 0];
    const nodes: Node[] = [
      make("b", {}, `${this.placeName(a[tie])} — ${this.placeName(b[tie])}`),
      make("span", { class: `standing standing--${standing}` }, words.say(standing)),
    ];
    if (since[tie]) nodes.push(make("span", {}, words.say("since", { year: String(since[tie]) })));
    if (disputed[tie]) nodes.push(make("span", { class: "disputed" }, words.say("disputed")));
    return nodes;
  }

  private unhover(): void {
    this.tip.hidden = true;
    this.view.canvas.classList.remove("atlas-canvas--over");
    this.view.mark(this.chosen.place, this.chosen.tie);
  }

  private choose(x: number, y: number, how: "mouse" | "touch" | "keyboard"): void {
    const { data } = this;
    const { place, tie } = this.pick(x, y, how === "mouse" ? undefined : TOUCH_REACH);
    if (!data || (place < 0 && tie < 0)) {
      this.panel?.close();
      return;
    }
    this.tip.hidden = true;
    this.chosen = { place, tie };
    this.view.mark(place, tie);
    const base = this.root.dataset.panel ?? "";
    const lang = encodeURIComponent(this.root.dataset.lang ?? "en");
    const { a, b } = data.ties;
    const path = place >= 0 ? `${place}/` : `tie/${a[tie]}/${b[tie]}/`;
    const title =
      place >= 0 ? this.placeName(place) : `${this.placeName(a[tie])} — ${this.placeName(b[tie])}`;
    void this.panel?.open(`${base}${path}?lang=${lang}`, title, how === "keyboard");
  }

  private panelClosed(): void {
    this.chosen = { place: -1, tie: -1 };
    this.view.mark(-1, -1);
    this.view.canvas.focus({ preventScroll: true });
  }
}
