/** Moving the globe by mouse, touch and keyboard. */
import { flatLat, flatX, flatY, RADIANS } from "./projection.ts";
import { clampCamera, type View } from "./view.ts";

export interface Actions {
  /** The pointer rests at a point of the screen, or left (null). */
  hover: (x: number, y: number, how: "mouse" | "keyboard") => void;
  leave: () => void;
  /** A click or Enter at a point of the screen. */
  choose: (x: number, y: number, how: "mouse" | "touch" | "keyboard") => void;
  escape: () => void;
  moved: () => void;
}

const CLICK_DISTANCE = 5;
const KEY_STEP = 60;

/** Moves the earth by pixels. */
export function pan(view: View, dx: number, dy: number): void {
  const { camera, projector } = view;
  const next = { ...camera };
  if (camera.morph > 0.5) {
    const lat = camera.lat * RADIANS;
    next.lng -= dx / projector.scale / flatX(lat) / RADIANS;
    // From where the middle really is: the map's edge may have stopped it.
    const y = projector.flatCentre + dy / projector.scale;
    next.lat = flatLat(Math.max(flatY(-1.53), Math.min(flatY(1.53), y))) / RADIANS;
  } else {
    next.lng -= dx / projector.radius / RADIANS / Math.max(0.3, projector.cosLat);
    next.lat += dy / projector.radius / RADIANS;
  }
  Object.assign(camera, clampCamera(next));
}

/** Zooms by a factor, so that what lies under a point of the screen stays there. */
export function zoomAt(view: View, factor: number, x: number, y: number): void {
  const before = view.projector.unproject(x, y);
  Object.assign(view.camera, clampCamera({ ...view.camera, zoom: view.camera.zoom * factor }));
  const after = view.projector.unproject(x, y);
  if (!before || !after) return;
  const lng = ((before[0] - after[0] + 540) % 360) - 180;
  Object.assign(
    view.camera,
    clampCamera({
      ...view.camera,
      lng: view.camera.lng + lng,
      lat: view.camera.lat + before[1] - after[1],
    }),
  );
}

/** Listens on a view's canvas. With `own`, the map takes the wheel and all touches; else the page keeps scrolling. */
export class Gestures {
  private readonly pointers = new Map<number, [number, number]>();
  private travelled = 0;
  private pinch = 0;
  private hoverRequest = 0;

  constructor(
    private readonly view: View,
    private readonly actions: Actions,
    own: boolean,
  ) {
    const { canvas } = view;
    canvas.style.touchAction = own ? "none" : "pan-y";
    canvas.addEventListener("pointerdown", (event) => this.onDown(event));
    canvas.addEventListener("pointermove", (event) => this.onMove(event));
    canvas.addEventListener("pointerup", (event) => this.onUp(event));
    canvas.addEventListener("pointercancel", (event) => this.pointers.delete(event.pointerId));
    canvas.addEventListener("pointerleave", () => {
      cancelAnimationFrame(this.hoverRequest);
      this.actions.leave();
    });
    if (!own) return;
    canvas.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
    canvas.addEventListener("dblclick", (event) => {
      const [x, y] = this.at(event);
      zoomAt(this.view, 1.8, x, y);
      this.changed();
    });
    canvas.addEventListener("keydown", (event) => this.onKey(event));
    canvas.addEventListener("blur", () => this.actions.leave());
  }

  private at(event: MouseEvent): [number, number] {
    const box = this.view.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  private changed(): void {
    this.view.moving();
    this.actions.moved();
  }

  private onDown(event: PointerEvent): void {
    if (event.button > 0) return;
    this.view.canvas.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, this.at(event));
    if (this.pointers.size === 1) this.travelled = 0;
    this.pinch = this.spread();
  }

  private spread(): number {
    const [a, b] = [...this.pointers.values()];
    return b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0;
  }

  private onMove(event: PointerEvent): void {
    const [x, y] = this.at(event);
    const last = this.pointers.get(event.pointerId);
    if (!last) {
      if (event.pointerType !== "touch") this.hoverSoon(x, y);
      return;
    }
    const fingers = this.pointers.size;
    this.pointers.set(event.pointerId, [x, y]);
    this.travelled += Math.hypot(x - last[0], y - last[1]);
    if (this.travelled < CLICK_DISTANCE) return;
    this.actions.leave();
    pan(this.view, (x - last[0]) / fingers, (y - last[1]) / fingers);
    const spread = this.spread();
    if (spread && this.pinch) {
      const [a, b] = [...this.pointers.values()];
      zoomAt(this.view, spread / this.pinch, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
    }
    this.pinch = spread;
    this.changed();
  }

  private hoverSoon(x: number, y: number): void {
    cancelAnimationFrame(this.hoverRequest);
    this.hoverRequest = requestAnimationFrame(() => this.actions.hover(x, y, "mouse"));
  }

  private onUp(event: PointerEvent): void {
    const wasDown = this.pointers.delete(event.pointerId);
    this.pinch = this.spread();
    if (!wasDown || this.pointers.size || this.travelled >= CLICK_DISTANCE) return;
    cancelAnimationFrame(this.hoverRequest);
    const [x, y] = this.at(event);
    this.actions.choose(x, y, event.pointerType === "touch" ? "touch" : "mouse");
  }

  private onWheel(event: WheelEvent): void {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
    const factor = Math.exp((-event.deltaY * lines * (event.ctrlKey ? 4 : 1)) / 450);
    const [x, y] = this.at(event);
    zoomAt(this.view, Math.max(0.5, Math.min(2, factor)), x, y);
    this.changed();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { width, height } = this.view.camera;
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [KEY_STEP, 0],
      ArrowRight: [-KEY_STEP, 0],
      ArrowUp: [0, KEY_STEP],
      ArrowDown: [0, -KEY_STEP],
    };
    const step = steps[event.key];
    if (step) pan(this.view, ...step);
    else if (event.key === "+" || event.key === "=") zoomAt(this.view, 1.3, width / 2, height / 2);
    else if (event.key === "-" || event.key === "_")
      zoomAt(this.view, 1 / 1.3, width / 2, height / 2);
    else if (event.key === "Enter") this.actions.choose(width / 2, height / 2, "keyboard");
    else if (event.key === "Escape") this.actions.escape();
    else return;
    event.preventDefault();
    if (event.key === "Enter" || event.key === "Escape") return;
    this.changed();
    this.actions.hover(width / 2, height / 2, "keyboard");
  }
}
