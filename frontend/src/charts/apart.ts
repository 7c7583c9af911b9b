// Moving names apart so that none covers another.

/** Return heights at least `gap` apart between `low` and `high`, each near its own, in the order that they came in. */
export function spread(heights: readonly number[], gap: number, low: number, high: number): number[] {
  const order = heights.map((_, row) => row).sort((one, two) => heights[one]! - heights[two]! || one - two);
  const step = heights.length > 1 ? Math.min(gap, (high - low) / (heights.length - 1)) : gap;
  const found = new Array<number>(heights.length).fill(0);
  let floor = low;
  for (const row of order) {
    found[row] = Math.max(heights[row]!, floor);
    floor = found[row]! + step;
  }
  let ceiling = high;
  for (const row of order.toReversed()) {
    found[row] = Math.min(found[row]!, ceiling);
    ceiling = found[row]! - step;
  }
  return found;
}

/** Marks, in the order of their places, that stand too close for labels of their own: [first, last] of each group. */
export function groupsOf(places: readonly number[], gap: number): [number, number][] {
  const found: [number, number][] = [];
  places.forEach((place, row) => {
    const last = found.at(-1);
    if (last && place - places[row - 1]! < gap) last[1] = row;
    else found.push([row, row]);
  });
  return found;
}

/** Return for labels of these widths, centred on their places, the lowest row in which each is clear of those before. */
export function rowsOf(places: readonly number[], widths: readonly number[]): number[] {
  const reached: number[] = [];
  return places.map((place, label) => {
    const half = widths[label]! / 2;
    const free = reached.findIndex((last) => place - half >= last);
    const row = free < 0 ? reached.length : free;
    reached[row] = place + half;
    return row;
  });
}

/** Break a name at spaces into at most `lines` lines of at most `letters`; what does not fit ends in an ellipsis. */
export function wrapped(name: string, letters: number, lines = 2): string[] {
  const found: string[] = [];
  let line = "";
  for (const word of name.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (longer.length <= letters || !line || found.length === lines - 1) line = longer;
    else {
      found.push(line);
      line = word;
    }
  }
  if (line) found.push(line);
  return found.map((text) => (text.length > letters ? `${text.slice(0, letters - 1).trimEnd()}…` : text));
}
