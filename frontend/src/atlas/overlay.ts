/** Above the globe: names of the biggest places that do not touch one another, and what the pointer is on. */
import { arcPoint, piecesOf, TIE_FLOATS } from "./arcs.ts";
import { HIDDEN } from "./filter.ts";
import type { Scene } from "./picking.ts";
import type { Projector } from "./projection.ts";

export interface OverlayLook {
  ink: string;
  halo: string;
  accent: string;
  font: string;
}

export interface Marked {
  place: number;
  tie: number;
}

const MOST_LABELS = 40;
/** Square pixels of the map per label. */
const ROOM = 16000;

/** Returns the shown places, the busiest first. */
export function byDegree(degree: Uint16Array): Uint32Array {
  const keys: number[] = [];
  for (let i = 0; i < degree.length; i++)
    if (degree[i]) keys.push((65535 - degree[i]) * 0x400000 + i);
  return Uint32Array.from(Float64Array.from(keys).sort(), (key) => key % 0x400000);
}

type Box = [number, number, number, number];

export class Overlay {
  /** A corner at the top right that belongs to buttons: width and height. */
  corner: [number, number] = [0, 0];
  private readonly context: CanvasRenderingContext2D;
  private readonly widths = new Map<number, number>();
  private readonly point = new Float64Array(3);

  constructor(readonly canvas: HTMLCanvasElement) {
    this.context = canvas.getContext("2d") as CanvasRenderingContext2D;
  }

  /** Draws everything anew. */
  draw(
    scene: Scene,
    projector: Projector,
    pixel: number,
    look: OverlayLook,
    marked: Marked,
    order: Uint32Array,
  ): void {
    const { context } = this;
    context.setTransform(pixel, 0, 0, pixel, 0, 0);
    context.clearRect(0, 0, projector.camera.width, projector.camera.height);
    context.font = look.font;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    this.drawMarked(scene, projector, look, marked);
    this.drawNames(scene, projector, look, marked, order);
  }

  private drawMarked(scene: Scene, projector: Projector, look: OverlayLook, marked: Marked): void {
    const { context } = this;
    const { ties } = scene.data;
    context.strokeStyle = look.accent;
    context.lineWidth = 2;
    if (marked.tie >= 0) this.drawArc(scene, projector, marked.tie);
    if (marked.place < 0) return;
    context.lineWidth = 1.4;
    for (let i = 0; i < ties.count; i++)
      if (
        (ties.a[i] === marked.place || ties.b[i] === marked.place) &&
        scene.shown.standing[i] !== HIDDEN
      )
        this.drawArc(scene, projector, i);
    this.moveTo(scene, projector, marked.place);
    context.beginPath();
    context.arc(projector.x, projector.y, 6, 0, 2 * Math.PI);
    context.fillStyle = look.halo;
    context.fill();
    context.lineWidth = 2.5;
    context.stroke();
  }

  private drawArc(scene: Scene, projector: Projector, tie: number): void {
    const { context, point } = this;
    const pieces = piecesOf(scene.arcs[TIE_FLOATS * tie + 3], 2);
    let [lastX, drawing] = [0, false];
    context.beginPath();
    for (let piece = 0; piece <= pieces; piece++) {
      arcPoint(scene.arcs, tie, piece / pieces, point);
      projector.project(point[0], point[1], point[2]);
      const jump = Math.abs(projector.x - lastX) > projector.camera.width * 0.6;
      if (projector.visible && drawing && !jump) context.lineTo(projector.x, projector.y);
      else context.moveTo(projector.x, projector.y);
      drawing = projector.visible;
      lastX = projector.x;
    }
    context.stroke();
  }

  private moveTo(scene: Scene, projector: Projector, place: number): void {
    const k = 3 * place;
    projector.project(scene.vectors[k], scene.vectors[k + 1], scene.vectors[k + 2]);
  }

  private widthOf(scene: Scene, place: number): number {
    let width = this.widths.get(place);
    if (width === undefined) {
      width = this.context.measureText(scene.data.places.names[place]).width;
      this.widths.set(place, width);
    }
    return width;
  }

  /** Forgets the widths of names: the font has changed. */
  forget(): void {
    this.widths.clear();
  }

  private drawNames(
    scene: Scene,
    projector: Projector,
    look: OverlayLook,
    marked: Marked,
    order: Uint32Array,
  ): void {
    const { width, height } = projector.camera;
    const most = Math.min(MOST_LABELS, Math.round((width * height) / ROOM));
    const [cornerWidth, cornerHeight] = this.corner;
    const boxes: Box[] = [[width - cornerWidth, 0, width, cornerHeight]];
    const first =
      marked.place >= 0 ? [marked.place] : marked.tie >= 0 ? this.endsOf(scene, marked.tie) : [];
    for (const place of first) this.drawName(scene, projector, look, place, boxes, true);
    for (const place of order) {
      if (boxes.length > most) break;
      this.drawName(scene, projector, look, place, boxes, false);
    }
  }

  private endsOf(scene: Scene, tie: number): number[] {
    return [scene.data.ties.a[tie], scene.data.ties.b[tie]];
  }

  private drawName(
    scene: Scene,
    projector: Projector,
    look: OverlayLook,
    place: number,
    boxes: Box[],
    always: boolean,
  ): void {
    const { context } = this;
    const { width, height } = projector.camera;
    this.moveTo(scene, projector, place);
    const [x, y] = [projector.x, projector.y];
    if (!projector.visible || x < 4 || y < 10 || x > width - 4 || y > height - 10) return;
    const textWidth = this.widthOf(scene, place);
    const gap = 5 + Math.min(8, Math.sqrt(scene.shown.degree[place]) * 0.5);
    const left = x + gap + textWidth > width - 4 ? x - gap - textWidth : x + gap;
    const box: Box = [left - 5, y - 10, left + textWidth + 5, y + 10];
    if (!always && boxes.some((other) => touch(box, other))) return;
    boxes.push(box);
    context.lineWidth = 3.5;
    context.strokeStyle = look.halo;
    context.strokeText(scene.data.places.names[place], left, y);
    context.fillStyle = always ? look.accent : look.ink;
    context.fillText(scene.data.places.names[place], left, y);
  }
}

function touch(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
