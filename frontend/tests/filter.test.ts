import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeAtlas } from "../samples/encode.mjs";
import { decodeAtlas } from "../src/atlas/decode.ts";
import {
  applyFilter,
  filterFromQuery,
  filterToQuery,
  HIDDEN,
  NO_FILTER,
  tiesByYear,
} from "../src/atlas/filter.ts";
import { readState, writeState } from "../src/atlas/state.ts";

const PLACES = [
  { name: "a", country: "RU", lat: 1, lng: 1 },
  { name: "b", country: "US", lat: 2, lng: 2 },
  { name: "c", country: "DE", lat: 3, lng: 3 },
];
const data = decodeAtlas(
  encodeAtlas(PLACES, [
    { a: 0, b: 1, form: 1, since: 1988, legalB: 3, changed: 2022 },
    { a: 0, b: 2, form: 2, since: 1970, disputed: 1 },
    { a: 1, b: 2, form: 1 },
  ]).slice().buffer as ArrayBuffer,
);

function shown(change: Partial<typeof NO_FILTER>): string[] {
  const { standing } = applyFilter(data, { ...NO_FILTER, ...change });
  const { a, b } = data.ties;
  return [...standing]
    .flatMap((value, i) =>
      value === HIDDEN
        ? []
        : [
            [a[i], b[i]]
              .map((p) => data.places.names[p])
              .sort()
              .join(""),
          ],
    )
    .sort();
}

test("without a filter everything is shown", () => {
  assert.deepEqual(shown({}), ["ab", "ac", "bc"]);
});

test("a tie must touch each country asked for", () => {
  assert.deepEqual(shown({ countries: ["RU"] }), ["ab", "ac"]);
  assert.deepEqual(shown({ countries: ["RU", "US"] }), ["ab"]);
  assert.deepEqual(shown({ countries: ["XX"] }), []);
});

test("form, standing and dispute narrow", () => {
  assert.deepEqual(shown({ forms: ["twinning"] }), ["ab", "bc"]);
  assert.deepEqual(shown({ forms: ["nonsense"] }), []);
  assert.deepEqual(shown({ standings: ["suspended"] }), ["ab"]);
  assert.deepEqual(shown({ disputed: true }), ["ac"]);
});

test("years narrow; ties of unknown year are shown only when asked for", () => {
  assert.deepEqual(shown({ from: 1980 }), ["ab"]);
  assert.deepEqual(shown({ to: 1980 }), ["ac"]);
  assert.deepEqual(shown({ on: "1987-12-31" }), ["ac"]);
  assert.deepEqual(shown({ on: "1987-12-31", undated: true }), ["ac", "bc"]);
});

test("before it was suspended a tie was in force", () => {
  assert.deepEqual(shown({ on: "2021-12-31", standings: ["in_force"] }), ["ab", "ac"]);
  assert.deepEqual(shown({ on: "2022-12-31", standings: ["in_force"] }), ["ac"]);
  assert.deepEqual(shown({ on: "2022-12-31", standings: ["suspended"] }), ["ab"]);
});

test("degrees count the ties shown, also when the memory is used again", () => {
  const all = applyFilter(data, NO_FILTER);
  assert.equal(
    all.degree.reduce((sum, n) => sum + n),
    6,
  );
  const fewer = applyFilter(data, { ...NO_FILTER, countries: ["DE", "US"] }, all);
  assert.equal(fewer.ties, 1);
  assert.equal(
    fewer.degree.reduce((sum, n) => sum + n),
    2,
  );
});

test("a filter survives the address, and its names are the list's", () => {
  const query =
    "country=RU&country=US&form=twinning&standing=ended&disputed=1&from=1980&to=1990&on=1989-12-31";
  assert.equal(filterToQuery(filterFromQuery(new URLSearchParams(query))).toString(), query);
});

test("the whole state survives the address; the usual view has none", () => {
  assert.equal(writeState(readState("")), "");
  for (const state of ["?country=RU&view=flat&at=37.62,55.75,4", "?undated=1&at=-0.5,10,1.5"])
    assert.equal(writeState(readState(state)), state);
  assert.equal(readState("?at=1,2").at, null);
  assert.equal(readState("?on=yesterday&from=x").filter.on, "");
});

test("ties are counted by year", () => {
  assert.deepEqual(
    [...tiesByYear(Int16Array.of(0, 1990, 1990, 1992, 2050), 1990, 1992)],
    [2, 0, 1],
  );
});
