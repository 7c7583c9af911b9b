// Names on the map that hide neither a marker nor each other: the places with most people first.
export interface Spot {
  x: number;
  y: number;
  radius: number;
  text: string;
  height: number;
}

export interface Written {
  row: number;
  x: number;
  y: number;
  anchor: "start" | "end" | "middle";
}

type Box = [number, number, number, number];
const LETTER = 0.56;

/** Find room for names beside their spots, in the order of the spots; who finds none stays nameless. */
export function placed(spots: readonly Spot[], width: number, height: number): Written[] {
  const taken: Box[] = spots.map((spot) => [spot.x - spot.radius, spot.x + spot.radius, spot.y - spot.radius, spot.y + spot.radius]);
  const found: Written[] = [];
  spots.forEach((spot, row) => {
    if (!spot.text) return;
    const [wide, high, off] = [LETTER * spot.height * spot.text.length, spot.height, spot.radius + 2];
    const choices: [Box, number, number, Written["anchor"]][] = [
      [[spot.x + off, spot.x + off + wide, spot.y - high / 2, spot.y + high / 2], spot.x + off, spot.y, "start"],
      [[spot.x - off - wide, spot.x - off, spot.y - high / 2, spot.y + high / 2], spot.x - off, spot.y, "end"],
      [[spot.x - wide / 2, spot.x + wide / 2, spot.y - off - high, spot.y - off], spot.x, spot.y - off - high / 2, "middle"],
      [[spot.x - wide / 2, spot.x + wide / 2, spot.y + off, spot.y + off + high], spot.x, spot.y + off + high / 2, "middle"],
    ];
    for (const [box, x, y, anchor] of choices) {
      if (box[0] < 0 || box[1] > width || box[2] < 0 || box[3] > height) continue;
      if (taken.some((other) => box[0] < other[1] && box[1] > other[0] && box[2] < other[3] && box[3] > other[2])) continue;
      taken.push(box);
      found.push({ row, x, y, anchor });
      return;
    }
  });
  return found;
}
