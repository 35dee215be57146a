/** A small globe on another page: some ties only, no controls, and a click leads into the atlas. */
import { NO_FILTER } from "./filter.ts";
import { Gestures } from "./gestures.ts";
import { load } from "./load.ts";
import { View } from "./view.ts";

/** Loads the globe when it comes near the screen; where bytes are dear or WebGL is missing the picture stays. */
export function startMini(root: HTMLElement): Promise<void> {
  const saving = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
  if (saving) {
    root.classList.add("atlas--still");
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const watcher = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        watcher.disconnect();
        resolve(draw(root));
      },
      { rootMargin: "200px" },
    );
    watcher.observe(root);
  });
}

async function draw(root: HTMLElement): Promise<void> {
  const stage = root.querySelector<HTMLElement>("[data-atlas-stage]") ?? root;
  const view = new View(stage);
  view.canvas.setAttribute("aria-hidden", "true");
  const { data, land } = await load(root);
  const place = Number.parseInt(root.dataset.placeIndex ?? "", 10);
  const countries = (root.dataset.focus ?? "").split(",").filter(Boolean);
  view.filter = { ...NO_FILTER, countries, place: Number.isFinite(place) ? place : null };
  view.setData(data, land);
  if (view.filter.place !== null) lookAtPlace(view, data.places.lng[place], data.places.lat[place]);
  else if (countries.length) view.lookAtShown();
  const enter = () => {
    if (root.dataset.href) location.assign(root.dataset.href);
  };
  new Gestures(view, { hover() {}, leave() {}, choose: enter, escape() {}, moved() {} }, false);
  await view.drawn;
  stage.classList.add("atlas-stage--ready");
}

function lookAtPlace(view: View, lng: number, lat: number): void {
  view.moveTo({ lng, lat: Math.max(-40, Math.min(64, lat)) });
}
