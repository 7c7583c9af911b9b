// The legend of the map: camps by colour and shape, how sureness looks, and the other signs.
import { markerPath } from "../charts/marker.ts";
import type { Page } from "../contract.ts";
import { chosen } from "../state.ts";
import { Aircraft, Shape } from "./layers.tsx";
import { looksOf, type Look } from "./holding.ts";

/** A camp's marker as a small drawing. */
export function Swatch({ own, camp }: { own: Page; camp: number }) {
  const { fill, marker } = looksOf(own.camps, camp);
  return <svg class="swatch" viewBox="-8 -8 16 16" aria-hidden="true"><path d={markerPath(marker, 5.6)} fill={fill} stroke="#111" /></svg>;
}

export function MapKey({ own }: { own: Page }) {
  const held = own.camps.map((_, row) => row).filter((row) => own.camps[row]!.holds);
  const [first, second] = [held[0] ?? 0, held[1] ?? held[0] ?? 0];
  const plain: Look = { camp: first, filling: "full", ring: [], changed: false, parts: false };
  const one = chosen.value !== null;
  return (
    <div class="map-key">
      <section><h3>Who holds a place</h3>
      <ul>{held.map((camp) => <li key={camp}><Swatch own={own} camp={camp} />{own.camps[camp]!.title}</li>)}</ul></section>
      <section><h3>{one ? "One history among the many" : "How sure that is"}</h3>
      <ul>
        {one ? (
          <>
            <Sign own={own} look={plain}>what this history has</Sign>
            <Sign own={own} look={{ ...plain, parts: true }}>most of the others have it otherwise</Sign>
          </>
        ) : (
          <>
            <Sign own={own} look={plain}>in at least 80 % of histories</Sign>
            <Sign own={own} look={{ ...plain, filling: "pale" }}>in 50 to 80 %</Sign>
            <Sign own={own} look={{ ...plain, filling: "hollow" }}>in fewer: the most frequent</Sign>
          </>
        )}
        <Sign own={own} look={{ ...plain, filling: one ? "full" : "pale", ring: [{ camp: first, share: 0.65 }, { camp: second, share: 0.35 }] }}>ring: shares of the camps in all histories</Sign>
      </ul></section>
      <section><h3>Other signs</h3>
      <ul>
        <Sign own={own} look={{ ...plain, changed: true }}>{one ? "changed hands this week" : "changed hands this week in 5 % or more"}</Sign>
        <li><svg class="swatch" viewBox="-8 -8 16 16" aria-hidden="true"><path class="key-road" d="M-8 0H8" /></svg>road between different camps</li>
        <li><svg class="swatch" viewBox="-8 -8 16 16" aria-hidden="true"><g class="dead-bar"><rect x="-7" y="-2" width="14" height="4" /></g></svg>the week's dead of a front</li>
        {own.wings.some(({ base }) => base >= 0) && <li><svg class="swatch" viewBox="-8 -8 16 16" aria-hidden="true"><Aircraft /></svg>base of aircraft</li>}
      </ul></section>
    </div>
  );
}

function Sign({ own, look, children }: { own: Page; look: Look; children: string }) {
  return <li><svg class="swatch" viewBox="-10 -10 20 20" aria-hidden="true"><Shape look={look} own={own} radius={4.2} /></svg>{children}</li>;
}
