/** The state of the atlas in the address, so that there is a link for every view of it. */
import { type Filter, filterFromQuery, filterToQuery } from "./filter.ts";
import type { Camera } from "./projection.ts";

export interface State {
  filter: Filter;
  flat: boolean;
  /** Where the camera looks, or null for the usual view. */
  at: Pick<Camera, "lng" | "lat" | "zoom"> | null;
}

/** Reads the state from a query string. */
export function readState(search: string): State {
  const query = new URLSearchParams(search);
  const numbers = (query.get("at") ?? "").split(",").map(Number);
  const [lng, lat, zoom] = numbers;
  const known = numbers.length === 3 && numbers.every(Number.isFinite) && zoom > 0;
  return {
    filter: filterFromQuery(query),
    flat: query.get("view") === "flat",
    at: known ? { lng, lat, zoom } : null,
  };
}

/** Writes the state as a query string, with its question mark; empty for the usual view of everything. */
export function writeState(state: State): string {
  const query = filterToQuery(state.filter);
  if (state.flat) query.set("view", "flat");
  if (state.at) {
    const { lng, lat, zoom } = state.at;
    query.set("at", [lng.toFixed(2), lat.toFixed(2), zoom.toFixed(2)].map(Number).join(","));
  }
  const text = query.toString().replaceAll("%2C", ",");
  return text && `?${text}`;
}
