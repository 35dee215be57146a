/** Starts the globes of a page: `<div data-atlas>` the atlas, `<div data-atlas="mini">` a small one. */
import { type Counts, FullAtlas } from "./full.ts";
import { startMini } from "./mini.ts";
import { Words } from "./words.ts";

declare global {
  interface Window {
    jumelageAtlas: Partial<Counts> & { ready: Promise<void> };
  }
}

/** Leaves the server's picture where it is, and says why. */
function giveUp(root: HTMLElement, error: unknown): void {
  console.warn(error);
  const stage = root.querySelector("[data-atlas-stage]") ?? root;
  for (const canvas of stage.querySelectorAll("canvas")) canvas.remove();
  stage.classList.remove("atlas-stage--loading");
  root.classList.add("atlas--still");
  const note = root.querySelector("[data-atlas-count]");
  const isMissing = !document.createElement("canvas").getContext("webgl2");
  if (note) note.textContent = new Words(root).say(isMissing ? "noWebgl" : "failed");
}

async function startFull(root: HTMLElement): Promise<void> {
  try {
    const counts = await new FullAtlas(root).start();
    Object.defineProperties(window.jumelageAtlas, Object.getOwnPropertyDescriptors(counts));
  } catch (error) {
    giveUp(root, error);
  }
}

const full = document.querySelector<HTMLElement>('[data-atlas]:not([data-atlas="mini"])');
window.jumelageAtlas = { ready: Promise.resolve() };
if (full) window.jumelageAtlas.ready = startFull(full);
for (const root of document.querySelectorAll<HTMLElement>('[data-atlas="mini"]'))
  startMini(root).catch((error: unknown) => giveUp(root, error));
