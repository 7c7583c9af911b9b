// The timeline at the foot: one week of the war is chosen here, by hand, by keys or by playing it.
import { useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { dateTicks } from "../charts/calendar.ts";
import { advance, keepsKeys, PACE, weekFor, type Play } from "../clock.ts";
import type { Decision, Page } from "../contract.ts";
import { page, playing, toWeek, week } from "../state.ts";
import { weekOfDecision } from "../theatre/told.ts";
import { plainDate } from "../words.ts";
import { closing } from "./head.tsx";

const ROOM = 560;
const DAYS_A_WEEK = 7;

export function Timeline() {
  const own = page.value;
  useKeys();
  usePlay();
  if (!own) return null;
  return (
    <footer class="timeline" aria-label="Timeline">
      <div class="controls">
        <button type="button" aria-label="Week before" title="Week before (←)" onClick={() => toWeek(week.value - 1)}>◀</button>
        <PlayButton last={own.weeks} />
        <button type="button" aria-label="Next week" title="Next week (→)" onClick={() => toWeek(week.value + 1)}>▶</button>
      </div>
      <When own={own} />
      <div class="track"><Ticks own={own} /><Slider own={own} /></div>
      <Decisions own={own} />
    </footer>
  );
}

function PlayButton({ last }: { last: number }) {
  const toggle = () => {
    if (!playing.value && week.value >= last) toWeek(0);
    playing.value = !playing.value;
  };
  return <button type="button" class="play" title={playing.value ? "Pause" : "Play"} onClick={toggle}>{playing.value ? "Pause" : "Play"}</button>;
}

function When({ own }: { own: Page }) {
  return <output class="when" for="week"><strong>{plainDate(own.dates[week.value] ?? own.start)}</strong> <span>week {week.value} of {own.weeks}</span></output>;
}

function Slider({ own }: { own: Page }) {
  return (
    <input
      id="week" type="range" min="0" max={own.weeks} step="1" value={week.value} aria-label="Week"
      aria-valuetext={`${plainDate(own.dates[week.value] ?? own.start)}, week ${week.value} of ${own.weeks}`}
      onInput={(event) => { playing.value = false; toWeek(event.currentTarget.valueAsNumber); }}
      onKeyDown={(event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        playing.value = !playing.value;
      }}
    />
  );
}

/** Months below the slider and dated decisions above it; a line shows between which days a decision may lie. */
function Ticks({ own }: { own: Page }) {
  return useMemo(() => {
    const at = (day: number) => `calc(var(--thumb) / 2 + (100% - var(--thumb)) * ${Math.min(1, Math.max(0, day / DAYS_A_WEEK / Math.max(1, own.weeks)))})`;
    const decisions = own.decisions.filter(({ day }) => day < own.days);
    return (
      <div class="ticks" aria-hidden="true">
        {decisions.filter(({ low, high }) => low < high).map((one) => <span key={`span ${one.day}`} class="span" style={{ left: at(one.low), right: `calc(100% - ${at(one.high)})` }} />)}
        {decisions.map((one) => <span key={one.day} class="decision" title={told(one)} style={{ left: at(one.day) }} onClick={() => toWeek(weekOfDecision(one.day, own.weeks))} />)}
        {dateTicks(own.start, own.weeks, ROOM).map((tick) => <span key={tick.week} class="month" style={{ left: at(tick.week * DAYS_A_WEEK) }}>{tick.text}{tick.year && <b> {tick.year}</b>}</span>)}
      </div>
    );
  }, [own]);
}

/** The dated decisions as a list from which each can be gone to. */
function Decisions({ own }: { own: Page }) {
  const room = useRef<HTMLDetailsElement>(null);
  useEffect(() => closing(room), []);
  const found = own.decisions.filter(({ day }) => day < own.days);
  if (!found.length) return null;
  const close = () => { if (room.current) room.current.open = false; };
  return (
    <details class="pop" ref={room}>
      <summary>Decisions</summary>
      <ol>
        {found.map((one) => (
          <li key={one.day}><button type="button" class="link go" onClick={() => { toWeek(weekOfDecision(one.day, own.weeks)); close(); }}>{told(one)}</button></li>
        ))}
      </ol>
    </details>
  );
}

function told({ date, low, high, titles }: Decision): string {
  return `${low < high ? "about " : ""}${plainDate(date)}: ${titles.join("; ")}`;
}

/** Arrow keys, Home and End move the week wherever the focus is, unless it is where they are needed. */
function useKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const at = document.activeElement;
      if (at instanceof HTMLElement && keepsKeys({ tag: at.tagName, type: at.getAttribute("type") ?? "text", role: at.getAttribute("role") ?? "", editable: at.isContentEditable })) return;
      if (at?.closest("dialog")) return;
      const to = weekFor(event.key, week.value, page.value?.weeks ?? 0);
      if (to === null) return;
      event.preventDefault();
      playing.value = false;
      toWeek(to);
    };
    globalThis.addEventListener("keydown", press);
    return () => globalThis.removeEventListener("keydown", press);
  }, []);
}

/** While the war is played the week goes on with the clock of the screen, and stops at the end. */
function usePlay(): void {
  useSignalEffect(() => {
    if (!playing.value) return undefined;
    const pace = matchMedia("(prefers-reduced-motion: reduce)").matches ? PACE.still : PACE.moving;
    let play: Play = { week: week.peek(), part: 0 };
    let before = performance.now();
    let frame = requestAnimationFrame(function go(now) {
      const last = page.peek()?.weeks ?? 0;
      if (play.week !== week.peek()) play = { week: week.peek(), part: 0 };
      play = advance(play, now - before, pace, last);
      before = now;
      toWeek(play.week);
      if (play.week >= last) playing.value = false;
      else frame = requestAnimationFrame(go);
    });
    return () => cancelAnimationFrame(frame);
  });
}
