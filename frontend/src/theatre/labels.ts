// Writing names where they hide neither a marker nor each other; what finds no room is left out until the map is larger.

export interface Spot {
  x: number; // pixels of the stage
  y: number;
  radius: number; // of its marker, 0 for a name that stands at its middle
  text: string;
  size: number; // of its letters [px]
  important: boolean; // may cover small markers
}

export interface Written {
  spot: number; // row of the spots
  x: number; // where its text is anchored, y the middle of its letters
  y: number;
  anchor: "start" | "middle" | "end";
}

export type Box = readonly [number, number, number, number]; // left, right, top, bottom

/** Widths of letters in their height; enough for finding room. */
const WIDTH = 0.56;
const HEIGHT = 1.15;
const GAP = 2.5;
/** A name is not written again this near to its own [px]. */
const AGAIN = 70;

/** Write the names, those that come first before the others, inside a stage of this size. */
export function write(spots: readonly Spot[], width: number, height: number, taken: readonly Box[] = []): { written: Written[]; boxes: Box[] } {
  const markers = spots.map(({ x, y, radius }): Box => [x - radius, x + radius, y - radius, y + radius]);
  const boxes = [...taken];
  const written: Written[] = [];
  spots.forEach((spot, row) => {
    const twin = written.some((other) => spots[other.spot]!.text === spot.text && Math.hypot(spots[other.spot]!.x - spot.x, spots[other.spot]!.y - spot.y) < AGAIN);
    if (twin || !spot.text) return;
    const around = spot.important || !spot.radius ? [] : markers.filter((_, other) => other !== row);
    const found = candidates(spot).find(({ box }) => free(box, boxes, width, height) && clear(box, around));
    if (!found) return;
    boxes.push(found.box);
    written.push({ spot: row, x: found.x, y: found.y, anchor: found.anchor });
  });
  return { written, boxes };
}

interface Candidate {
  box: Box;
  x: number;
  y: number;
  anchor: Written["anchor"];
}

/** Where a name may stand: beside, above or below its marker; one without a marker at its middle and a little off. */
function candidates({ x, y, radius, text, size }: Spot): Candidate[] {
  const wide = WIDTH * size * text.length;
  const high = HEIGHT * size;
  const off = radius + GAP;
  if (!radius) return [0, 1, -1, 2, -2].map((step) => at(x, y + step * high, "middle", wide, high));
  return [
    at(x + off, y, "start", wide, high), at(x - off, y, "end", wide, high),
    at(x, y - off - high / 2, "middle", wide, high), at(x, y + off + high / 2, "middle", wide, high),
    at(x + 0.7 * off, y - off - 0.2 * high, "start", wide, high), at(x + 0.7 * off, y + off + 0.2 * high, "start", wide, high),
    at(x - 0.7 * off, y - off - 0.2 * high, "end", wide, high), at(x - 0.7 * off, y + off + 0.2 * high, "end", wide, high),
  ];
}

function at(x: number, y: number, anchor: Written["anchor"], wide: number, high: number): Candidate {
  const left = anchor === "start" ? x : anchor === "end" ? x - wide : x - wide / 2;
  return { box: [left, left + wide, y - high / 2, y + high / 2], x, y, anchor };
}

function free(box: Box, boxes: readonly Box[], width: number, height: number): boolean {
  return box[0] >= 0 && box[1] <= width && box[2] >= 0 && box[3] <= height && clear(box, boxes);
}

function clear(box: Box, boxes: readonly Box[]): boolean {
  return !boxes.some((other) => box[0] < other[1] && box[1] > other[0] && box[2] < other[3] && box[3] > other[2]);
}
