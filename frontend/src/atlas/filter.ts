/** Which ties are shown, and how each stood in the year shown. The names are those of the list's addresses. */
import { type AtlasData, FORMS, LEGAL } from "./decode.ts";

export interface Filter {
  /** Country codes; a tie must touch each of them, so two of them mean: between the two. */
  countries: string[];
  forms: string[];
  standings: string[];
  disputed: boolean;
  from: number | null;
  to: number | null;
  /** The day looked at; its year decides. Empty: today. */
  on: string;
  /** Whether ties without a known year are shown although years are asked for. */
  undated: boolean;
  /** Only the ties of this place. */
  place: number | null;
}

export const NO_FILTER: Filter = {
  countries: [],
  forms: [],
  standings: [],
  disputed: false,
  from: null,
  to: null,
  on: "",
  undated: false,
  place: null,
};

/** A tie that is not shown. */
export const HIDDEN = 255;
const IN_FORCE = 2;

/** Reads a filter from a query string. */
export function filterFromQuery(query: URLSearchParams): Filter {
  const year = (name: string) => {
    const value = Number.parseInt(query.get(name) ?? "", 10);
    return Number.isFinite(value) ? value : null;
  };
  const on = query.get("on") ?? "";
  return {
    countries: [...new Set(query.getAll("country").filter(Boolean))],
    forms: query.getAll("form").filter(Boolean),
    standings: query.getAll("standing").filter(Boolean),
    disputed: query.get("disputed") === "1",
    from: year("from"),
    to: year("to"),
    on: /^\d{4}-\d\d-\d\d$/.test(on) ? on : "",
    undated: query.get("undated") === "1",
    place: null,
  };
}

/** Writes a filter as a query string; what is not narrowed is left out. */
export function filterToQuery(filter: Filter): URLSearchParams {
  const query = new URLSearchParams();
  for (const code of filter.countries) query.append("country", code);
  for (const form of filter.forms) query.append("form", form);
  for (const standing of filter.standings) query.append("standing", standing);
  if (filter.disputed) query.set("disputed", "1");
  if (filter.from !== null) query.set("from", String(filter.from));
  if (filter.to !== null) query.set("to", String(filter.to));
  if (filter.on) query.set("on", filter.on);
  if (filter.undated) query.set("undated", "1");
  return query;
}

export interface Shown {
  /** Per tie: how it stood (index in LEGAL), or HIDDEN. */
  standing: Uint8Array;
  /** Number of ties shown. */
  ties: number;
  /** Per place: number of its ties that are shown. */
  degree: Uint16Array;
}

function mask(values: string[], all: readonly string[]): number {
  if (!values.length) return 0xffff;
  return values.reduce((bits, value) => {
    const index = all.indexOf(value);
    return index < 0 ? bits : bits | (1 << index);
  }, 0);
}

/** Says how a tie stood at the end of a year: before its last suspension or ending it was in force. */
export function standingIn(year: number, legal: number, changed: number): number {
  return changed && year < changed ? IN_FORCE : legal;
}

/** Applies a filter to all ties. `into` may hold an earlier result, whose memory is used again. */
export function applyFilter(data: AtlasData, filter: Filter, into?: Shown): Shown {
  const { ties, places, header } = data;
  const shown = into ?? {
    standing: new Uint8Array(ties.count),
    ties: 0,
    degree: new Uint16Array(places.count),
  };
  shown.degree.fill(0);
  shown.ties = 0;
  const countries = filter.countries.map((code) => header.countries.indexOf(code));
  const forms = mask(filter.forms, FORMS);
  const standings = mask(filter.standings, LEGAL);
  const year = filter.on ? Number(filter.on.slice(0, 4)) : 0;
  const dated = Boolean(year) || filter.from !== null || filter.to !== null;
  const from = filter.from ?? 0;
  const to = Math.min(filter.to ?? 9999, year || 9999);
  for (let i = 0; i < ties.count; i++) {
    const since = ties.since[i];
    const legal = year ? standingIn(year, ties.legal[i], ties.changed[i]) : ties.legal[i];
    const passes =
      (!dated || (since ? since >= from && since <= to : filter.undated)) &&
      (forms >> ties.form[i]) & 1 &&
      (standings >> legal) & 1 &&
      (!filter.disputed || ties.disputed[i]) &&
      (filter.place === null || ties.a[i] === filter.place || ties.b[i] === filter.place) &&
      touches(countries, places.country[ties.a[i]], places.country[ties.b[i]]);
    if (!passes) {
      shown.standing[i] = HIDDEN;
      continue;
    }
    shown.standing[i] = legal;
    shown.degree[ties.a[i]]++;
    shown.degree[ties.b[i]]++;
    shown.ties++;
  }
  return shown;
}

function touches(countries: number[], a: number, b: number): boolean {
  for (const country of countries) if (country !== a && country !== b) return false;
  return true;
}

/** Counts the ties by the year in which they began, of the years from `first` to `last`. */
export function tiesByYear(since: Int16Array, first: number, last: number): Uint32Array {
  const counts = new Uint32Array(Math.max(0, last - first + 1));
  for (const year of since) if (year >= first && year <= last) counts[year - first]++;
  return counts;
}
