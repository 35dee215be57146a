/**
 * Makes the land of the maps from Natural Earth (world-atlas): cut at the antimeridian once, here, so that no map has
 * to know about it. Coordinates are degrees; in SVG, x is the longitude and y the latitude downward.
 */
import { geoEquirectangular } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import { feature, mesh } from "topojson-client";

/** Steps per degree in land.bin. */
const SCALE = 25;

/** Returns `{binary, paths, svg}` of a world-atlas topology of countries. */
export function makeLand(topology) {
  const flat = geoEquirectangular()
    .scale(180 / Math.PI)
    .translate([0, 0])
    .precision(0.2);
  const rings = polygons(geoProject(feature(topology, topology.objects.land), flat));
  const borders = lines(
    geoProject(
      mesh(topology, topology.objects.countries, (a, b) => a !== b),
      flat,
    ),
  );
  const paths = {
    viewBox: "-180 -90 360 180",
    land: rings
      .flat()
      .map((ring) => `${pathOf(ring)}Z`)
      .join(""),
    borders: borders.map(pathOf).join(""),
  };
  return { binary: encode(rings, borders), paths, svg: svgOf(paths) };
}

/** Returns the polygons of a projected collection: each a list of rings, the outer one first. */
function polygons(projected) {
  const geometries = projected.features?.map((item) => item.geometry) ?? [
    projected.geometry ?? projected,
  ];
  return geometries.flatMap((geometry) =>
    geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates],
  );
}

function lines(projected) {
  const geometry = projected.geometry ?? projected;
  return geometry.type === "MultiLineString" ? geometry.coordinates : [geometry.coordinates];
}

/** Returns an SVG path to the tenth of a degree, in relative steps, which compress best. */
function pathOf(points) {
  const scaled = points.map((point) => point.map((value) => Math.round(value * 10)));
  const kept = scaled.filter(([x, y], i) => !i || x !== scaled[i - 1][0] || y !== scaled[i - 1][1]);
  const steps = kept
    .slice(1)
    .map(([x, y], i) => `${tenth(x - kept[i][0])} ${tenth(y - kept[i][1])}`);
  const start = `M${tenth(kept[0][0])} ${tenth(kept[0][1])}`;
  return `${start}l${steps.join(" ")}`.replaceAll(" -", "-");
}

function tenth(value) {
  return String(value / 10).replace(/^(-?)0\./, "$1.");
}

function svgOf({ viewBox, land, borders }) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}"><path fill="#e7dfca" d="${land}"/><path fill="none" stroke="#c9bfa6" stroke-width=".3" d="${borders}"/></svg>`;
}

/**
 * Encodes land.bin: number of polygons; for each the number of its rings; for each ring the number of its points and
 * the points; then number of border lines and each likewise. Points are zigzag varint differences in 1/SCALE degree.
 */
function encode(rings, borders) {
  const bytes = [];
  const put = (value) => {
    let rest = value;
    while (rest > 127) {
      bytes.push((rest & 127) | 128);
      rest >>>= 7;
    }
    bytes.push(rest);
  };
  const putPoints = (points) => {
    const scaled = points.map(([x, y]) => [Math.round(x * SCALE), Math.round(-y * SCALE)]);
    const kept = scaled.filter(
      ([x, y], index) => !index || x !== scaled[index - 1][0] || y !== scaled[index - 1][1],
    );
    put(kept.length);
    let [lastX, lastY] = [0, 0];
    for (const [x, y] of kept) {
      put(zigzag(x - lastX));
      put(zigzag(y - lastY));
      [lastX, lastY] = [x, y];
    }
  };
  put(SCALE);
  put(rings.length);
  for (const polygon of rings) {
    put(polygon.length);
    polygon.forEach(putPoints);
  }
  put(borders.length);
  borders.forEach(putPoints);
  return Uint8Array.from(bytes);
}

function zigzag(value) {
  return value < 0 ? -2 * value - 1 : 2 * value;
}
