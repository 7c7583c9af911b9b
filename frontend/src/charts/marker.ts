// The markers of camps as outlines round (0, 0), by the letters that charts in print use: o D ^ p s v P X h * <.

const SPOKES: Record<string, { corners: number; turn: number; inner?: number }> = {
  D: { corners: 4, turn: 0 }, "^": { corners: 3, turn: 0 }, p: { corners: 5, turn: 0 }, s: { corners: 4, turn: 0.125 },
  v: { corners: 3, turn: 0.5 }, h: { corners: 6, turn: 0 }, "*": { corners: 5, turn: 0, inner: 0.45 }, "<": { corners: 3, turn: 0.75 },
};
/** Half the width of an arm of a cross, in radii. */
const ARM = 0.36;

/** Return the outline of a marker; all have about the area of a circle of this radius. */
export function markerPath(letter: string, radius: number): string {
  const shape = SPOKES[letter];
  if (letter === "P" || letter === "X") return crossPath(radius, letter === "X" ? 0.125 : 0);
  if (!shape) return `M${-radius},0A${radius},${radius} 0 1 1 ${radius},0A${radius},${radius} 0 1 1 ${-radius},0Z`;
  const { corners, turn, inner } = shape;
  const step = 1 / corners;
  const part = (turns: number) => Math.abs(Math.sin(2 * Math.PI * turns));
  const area = inner ? corners * inner * part(step / 2) : (corners / 2) * part(step);
  const reach = radius * Math.sqrt(Math.PI / area);
  const points: [number, number][] = [];
  for (let corner = 0; corner < corners; corner++) {
    points.push(polar(reach, turn + corner * step));
    if (inner) points.push(polar(reach * inner, turn + (corner + 0.5) * step));
  }
  return outline(points);
}

function crossPath(radius: number, turn: number): string {
  const [far, near] = [radius * 1.15, radius * 1.15 * ARM];
  const quarter: [number, number][] = [[-near, -far], [near, -far], [near, -near]];
  const points = [0, 1, 2, 3].flatMap((number) => quarter.map((point) => rotated(point, turn + number / 4)));
  return outline(points);
}

function polar(radius: number, turns: number): [number, number] {
  return rotated([0, -radius], turns);
}

function rotated([x, y]: [number, number], turns: number): [number, number] {
  const [sin, cos] = [Math.sin(2 * Math.PI * turns), Math.cos(2 * Math.PI * turns)];
  return [x * cos - y * sin, x * sin + y * cos];
}

function outline(points: [number, number][]): string {
  return `M${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}Z`;
}
