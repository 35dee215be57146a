/** How strongly arcs and places are drawn: the more there are, the fainter each, so that their density can be seen. */

/** Radius of the globe (CSS pixels) for which the strengths were chosen. */
export const USUAL_RADIUS = 280;
const FAINTEST = 0.05;
const STRONGEST = 0.95;
/** So many arcs, laid over one another, make about the same shade however many ties there are. */
const SHADE = 12;

const within = (least: number, most: number, value: number) =>
  Math.max(least, Math.min(most, value));

/** Width (CSS pixels) and opacity of an arc among so many; on a larger globe they lie farther apart. */
export function strokeOf(
  ties: number,
  radius: number,
  dark = false,
): { width: number; alpha: number } {
  const apart = Math.sqrt(radius / USUAL_RADIUS);
  // At night, arcs shine through one another: a few need not be faint to be seen one by one.
  const alpha = (SHADE * (dark ? 1.3 : 1) * apart) / Math.sqrt(Math.max(1, ties));
  return {
    width: Math.max(1, 2.2 - 0.28 * Math.log10(Math.max(10, ties))),
    alpha: within(FAINTEST, dark ? 0.8 * STRONGEST : STRONGEST, alpha),
  };
}

/** Opacity of the places among so many ties. */
export function placeAlpha(ties: number, radius: number): number {
  const nearer = Math.max(0, Math.log2(radius / USUAL_RADIUS));
  return within(0.4, 0.92, 1.3 - 0.2 * Math.log10(Math.max(10, ties)) + 0.12 * nearer);
}
