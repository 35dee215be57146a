/** One globe on the page: its canvases, its camera, and when to draw. It draws on demand only. */
import { listPieces, type Pieces, placeVectors, shuffled, tieArcs } from "./arcs.ts";
import type { AtlasData } from "./decode.ts";
import { LEGAL } from "./decode.ts";
import { applyFilter, type Filter, NO_FILTER, type Shown } from "./filter.ts";
import type { Land } from "./land.ts";
import { byDegree, type Marked, Overlay, type OverlayLook } from "./overlay.ts";
import type { Scene } from "./picking.ts";
import { type Camera, Projector, RADIANS, toVector, zoomToSee } from "./projection.ts";
import { type Colour, type Palette, Renderer } from "./renderer.ts";

const GROW_TIME = 1600;
const MAX_PIXEL = 2;
const MIN_ZOOM = 0.7;
const MAX_ZOOM = 48;
/** A picture that takes longer than this (ms) while the view moves is drawn with fewer ties. */
const SLOW = 60;

export class View {
  readonly camera: Camera = { width: 1, height: 1, lng: 12, lat: 38, zoom: 1, morph: 0 };
  readonly marked: Marked = { place: -1, tie: -1 };
  scene: Scene | null = null;
  filter: Filter = NO_FILTER;
  /** Called after every picture. */
  onDraw: () => void = () => {};
  readonly drawn: Promise<void>;

  private renderer: Renderer;
  readonly overlay: Overlay;
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)");
  private order: Uint32Array = new Uint32Array(0);
  private names: Uint32Array = new Uint32Array(0);
  private pieces: Pieces | undefined;
  private density = 1;
  private land: Land | null = null;
  private palette: Palette;
  private overlayLook: OverlayLook;
  private request = 0;
  private animations = new Set<(now: number) => boolean>();
  private growSince = 0;
  private part = 1;
  private lastFrame = 0;
  private settle = 0;
  private resolveDrawn: () => void = () => {};

  constructor(readonly stage: HTMLElement) {
    const canvas = document.createElement("canvas");
    const above = document.createElement("canvas");
    canvas.className = "atlas-canvas";
    above.className = "atlas-overlay";
    above.setAttribute("aria-hidden", "true");
    this.renderer = new Renderer(canvas);
    this.overlay = new Overlay(above);
    this.drawn = new Promise((resolve) => {
      this.resolveDrawn = resolve;
    });
    stage.append(canvas, above);
    this.palette = readPalette(stage);
    this.overlayLook = readOverlayLook(stage);
    this.listen();
  }

  get canvas(): HTMLCanvasElement {
    return this.renderer.canvas;
  }

  get projector(): Projector {
    return new Projector({ ...this.camera });
  }

  /** The number of ties handed to the graphics card. */
  get tiesDrawn(): number {
    return this.scene?.shown.ties ?? 0;
  }

  private listen(): void {
    const recolour = () => {
      this.palette = readPalette(this.stage);
      this.overlayLook = readOverlayLook(this.stage);
      this.invalidate();
    };
    document.addEventListener("themechange", recolour);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
    new ResizeObserver(() => this.resize()).observe(this.stage);
    void document.fonts.ready.then(() => {
      this.overlay.forget();
      this.invalidate();
    });
    this.canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    this.canvas.addEventListener("webglcontextrestored", () => {
      this.renderer = new Renderer(this.canvas);
      this.upload();
      this.invalidate();
    });
    this.resize();
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.stage;
    if (!clientWidth || !clientHeight) return;
    this.camera.width = clientWidth;
    this.camera.height = clientHeight;
    this.fitCanvases();
    // At once, for a canvas is empty after it was resized.
    if (this.scene) this.draw(performance.now());
  }

  private fitCanvases(): number {
    const pixel = Math.min(MAX_PIXEL, devicePixelRatio || 1);
    const [width, height] = [
      Math.round(this.camera.width * pixel),
      Math.round(this.camera.height * pixel),
    ];
    for (const canvas of [this.canvas, this.overlay.canvas]) {
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    }
    return pixel;
  }

  /** Hands over land and ties; the first picture follows, in which the arcs grow. */
  setData(data: AtlasData, land: Land): void {
    const vectors = placeVectors(data.places);
    const arcs = tieArcs(data.ties, vectors);
    this.land = land;
    this.order = shuffled(data.ties.count);
    this.scene = { data, vectors, arcs, shown: applyFilter(data, this.filter) };
    this.upload();
    this.show(this.filter);
    this.growSince = this.still.matches ? Number.NEGATIVE_INFINITY : performance.now();
    this.animate((now) => now - this.growSince < GROW_TIME);
  }

  private upload(): void {
    if (!this.scene || !this.land) return;
    this.renderer.setLand(this.land);
    this.renderer.setTies(this.scene.vectors, this.scene.arcs);
    if (this.pieces) this.renderer.setShown(this.pieces, this.scene.shown.degree);
  }

  /** Applies a filter; returns what is shown. */
  show(filter: Filter): Shown | null {
    this.filter = filter;
    if (!this.scene) return null;
    const { data } = this.scene;
    this.scene.shown = applyFilter(data, filter, this.scene.shown);
    this.names = byDegree(this.scene.shown.degree);
    this.list();
    return this.scene.shown;
  }

  private list(): void {
    if (!this.scene) return;
    const { data, arcs, shown } = this.scene;
    this.pieces = listPieces(data.ties, arcs, shown, this.order, this.density, this.pieces);
    this.renderer.setShown(this.pieces, shown.degree);
    this.invalidate();
  }

  /** Marks a place or a tie; returns whether that is a change. */
  mark(place: number, tie: number): boolean {
    if (this.marked.place === place && this.marked.tie === tie) return false;
    this.marked.place = place;
    this.marked.tie = tie;
    // The globe below stays as it is: only the light layer above is drawn again.
    this.drawOverlay();
    return true;
  }

  /** Asks for a picture. */
  invalidate(): void {
    if (!this.request && this.scene) this.request = requestAnimationFrame((now) => this.frame(now));
  }

  /** Asks for a picture while the view is moved by hand. */
  moving(): void {
    clearTimeout(this.settle);
    this.settle = window.setTimeout(() => this.settled(), 180);
    this.invalidate();
  }

  private settled(): void {
    this.settle = 0;
    this.lastFrame = 0;
    if (this.part < 1) this.invalidate();
  }

  /** Runs a function before each picture for as long as it returns true. */
  animate(step: (now: number) => boolean): void {
    this.animations.add(step);
    this.invalidate();
  }

  private frame(now: number): void {
    this.request = 0;
    for (const step of this.animations) if (!step(now)) this.animations.delete(step);
    const busy = this.animations.size > 0 || this.settle !== 0;
    this.adapt(busy, now);
    this.draw(now);
    if (this.animations.size) this.invalidate();
  }

  /** Measures, while the view moves, how long a picture takes, and draws fewer ties where it takes too long. */
  private adapt(busy: boolean, now: number): void {
    const took = now - this.lastFrame;
    if (busy && this.lastFrame && took < 4000) {
      if (took > SLOW) this.part = Math.max(0.06, (this.part * SLOW) / took);
      else if (took < SLOW / 2) this.part = Math.min(1, this.part * 1.25);
    }
    this.lastFrame = busy ? now : 0;
  }

  private draw(now: number): void {
    if (!this.scene) return;
    const density = this.camera.zoom > 5 ? 3 : 1;
    if (density !== this.density) {
      this.density = density;
      this.list();
    }
    const busy = this.animations.size > 0 || this.settle !== 0;
    const projector = this.projector;
    this.renderer.draw({
      projector,
      palette: this.palette,
      pixel: this.fitCanvases(),
      grow: Math.min(1, (now - this.growSince) / GROW_TIME),
      ties: this.scene.shown.ties,
      part: busy ? this.part : 1,
    });
    this.drawOverlay(projector);
    this.onDraw();
    if (!busy) this.resolveDrawn();
  }

  private drawOverlay(projector = this.projector): void {
    if (!this.scene) return;
    const pixel = this.overlay.canvas.width / Math.max(1, this.camera.width);
    this.overlay.draw(this.scene, projector, pixel, this.overlayLook, this.marked, this.names);
  }

  /** Moves the camera, at once or (with a duration in ms) smoothly. */
  moveTo(target: Partial<Camera>, duration = 0): void {
    const from = { ...this.camera };
    const to = clampCamera({ ...from, ...target });
    if (!duration || this.still.matches) {
      Object.assign(this.camera, to);
      this.invalidate();
      return;
    }
    const started = performance.now();
    const turn = ((to.lng - from.lng + 540) % 360) - 180;
    this.animate((now) => {
      const t = Math.max(0, Math.min(1, (now - started) / duration));
      const eased = t * t * (3 - 2 * t);
      this.camera.lng = from.lng + turn * eased;
      this.camera.lat = from.lat + (to.lat - from.lat) * eased;
      this.camera.zoom = from.zoom * (to.zoom / from.zoom) ** eased;
      this.camera.morph = from.morph + (to.morph - from.morph) * eased;
      return t < 1;
    });
  }

  /** Turns the camera so that what is shown lies in the middle, and comes nearer where it is close together. */
  lookAtShown(duration = 0): void {
    if (!this.scene) return;
    const { shown, vectors } = this.scene;
    let [x, y, z] = [0, 0, 0];
    for (let i = 0; i < shown.degree.length; i++) {
      if (!shown.degree[i]) continue;
      x += vectors[3 * i];
      y += vectors[3 * i + 1];
      z += vectors[3 * i + 2];
    }
    const length = Math.hypot(x, y, z);
    if (length < 1e-6) return;
    const lat = Math.min(64, Math.max(-40, Math.asin(z / length) / RADIANS));
    const lng = Math.atan2(y, x) / RADIANS;
    this.moveTo({ lng, lat, zoom: zoomToSee(this.farthest(lng, lat)) }, duration);
  }

  /** The angle from a point to the farthest place shown, in radians. */
  private farthest(lng: number, lat: number): number {
    if (!this.scene) return Math.PI;
    const { shown, vectors } = this.scene;
    const [x, y, z] = toVector(lng, lat);
    let least = 1;
    for (let i = 0; i < shown.degree.length; i++) {
      if (!shown.degree[i]) continue;
      const cosine = x * vectors[3 * i] + y * vectors[3 * i + 1] + z * vectors[3 * i + 2];
      least = Math.min(least, cosine);
    }
    return Math.acos(Math.max(-1, least));
  }
}

/** Keeps a camera within its bounds. */
export function clampCamera(camera: Camera): Camera {
  return {
    ...camera,
    lng: ((((camera.lng + 180) % 360) + 360) % 360) - 180,
    lat: Math.max(-88, Math.min(88, camera.lat)),
    zoom: Math.max(MIN_ZOOM, Math.min(MAX_ZOOM, camera.zoom)),
    morph: Math.max(0, Math.min(1, camera.morph)),
  };
}

/** Reads a colour of the style sheet as the theme in force gives it. */
function colourReader(stage: HTMLElement): { read: (name: string) => string; end: () => void } {
  const probe = document.createElement("span");
  // A colour on its way to another would be read as the old one.
  probe.style.transition = "none";
  stage.append(probe);
  return {
    read: (name) => {
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    },
    end: () => probe.remove(),
  };
}

function toColour(css: string): Colour {
  const [r, g, b] = (css.match(/[\d.]+/g) ?? ["0", "0", "0"]).map(Number);
  return [r / 255, g / 255, b / 255];
}

function readPalette(stage: HTMLElement): Palette {
  const { read, end } = colourReader(stage);
  const colour = (name: string) => toColour(read(name));
  const paper = colour("paper");
  const palette: Palette = {
    dark: paper[0] + paper[1] + paper[2] < 1.5,
    paper,
    sea: colour("sea"),
    seaEdge: colour("sea-edge"),
    land: colour("land"),
    coast: colour("coast"),
    border: colour("border"),
    graticule: colour("graticule"),
    place: colour("place"),
    disputed: colour("disputed"),
    standings: LEGAL.map((name) => colour(name.replace("_", "-"))),
  };
  end();
  return palette;
}

function readOverlayLook(stage: HTMLElement): OverlayLook {
  const { read, end } = colourReader(stage);
  const family = getComputedStyle(stage).fontFamily;
  const look = {
    ink: read("ink"),
    halo: read("land"),
    accent: read("accent-strong"),
    font: `400 12.5px ${family}`,
  };
  end();
  return look;
}
