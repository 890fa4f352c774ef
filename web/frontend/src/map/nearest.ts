// Which element lies next in a direction, for those who go over the map by keys.

/** An element and its middle. */
export interface Spot {
  id: string;
  x: number;
  y: number;
}

const WAYS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** How much farther what lies aside of the way is taken to be. */
const ASIDE = 2;

/** Gives the nearest spot that lies that way; from nowhere the first from the left; nothing for other keys. */
export function nearest(spots: readonly Spot[], from: string, key: string): Spot | undefined {
  const way = WAYS[key];
  if (!way) return undefined;
  const here = spots.find((spot) => spot.id === from);
  if (!here) return least(spots, (spot) => spot.x + spot.y / 1_000);
  const [x, y] = way;
  const along = (spot: Spot): number => (spot.x - here.x) * x + (spot.y - here.y) * y;
  const aside = (spot: Spot): number => Math.abs((spot.x - here.x) * y) + Math.abs((spot.y - here.y) * x);
  return least(spots.filter((spot) => along(spot) > 0), (spot) => along(spot) + ASIDE * aside(spot));
}

function least(spots: readonly Spot[], weight: (spot: Spot) => number): Spot | undefined {
  return spots.reduce<Spot | undefined>((best, spot) => (best && weight(best) <= weight(spot) ? best : spot), undefined);
}
