// The ground in the colour of who holds it, paler where the histories disagree; drawn anew when the week changes.
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Page, Weeks } from "../contract.ts";
import { history, week } from "../state.ts";
import { cellsOf } from "./geometry.ts";
import { lookOf, washed } from "./holding.ts";

export function Wash({ own, all }: { own: Page; all: Weeks }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const cells = useMemo(() => cellsOf(own.ground), [own]);
  const { columns, rows } = own.ground.cells;
  const [at, one] = [week.value, history.value];
  useEffect(() => {
    const pen = ref.current?.getContext("2d");
    if (!pen) return;
    const tints = own.places.map((_, place) => {
      const [camp, share] = one ? [one.holder[at]?.[place] ?? -1, 1] : [all.control[at]?.[place]?.[0] ?? -1, all.control[at]?.[place]?.[1] ?? 0];
      const fill = lookOf(own.camps, camp).fill;
      return [parseInt(fill.slice(1, 3), 16), parseInt(fill.slice(3, 5), 16), parseInt(fill.slice(5, 7), 16), Math.round(255 * washed(share))];
    });
    const picture = pen.createImageData(columns, rows);
    for (let cell = 0; cell < cells.length; cell++) {
      const tint = tints[cells[cell]!];
      if (tint) picture.data.set(tint, 4 * cell);
    }
    pen.putImageData(picture, 0, 0);
  }, [own, all, cells, at, one]);
  return <canvas ref={ref} class="wash" width={columns} height={rows} aria-hidden="true" />;
}
