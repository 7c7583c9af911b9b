// The slider at the foot: one week for map, graph and charts; by mouse, touch, keys, or played.
import { useEffect } from "preact/hooks";
import { isTaken, weekFor, weeksPlayed } from "../keys.ts";
import { page, playing, toWeek, week } from "../state.ts";
import { plainDate } from "../words.ts";

const SPEED = 6;
const CALM = 2;

export function Timeline() {
  const own = page.value;
  const last = own?.weeks ?? 0;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const target = event.target as HTMLElement | null;
      const slider = target?.id === "week";
      if (isTaken(target) && !slider) return;
      if (event.key === " " && (slider || target === document.body)) {
        event.preventDefault();
        playing.value = !playing.value;
        return;
      }
      const found = weekFor(event.key, week.value, last);
      if (found === null) return;
      event.preventDefault();
      playing.value = false;
      toWeek(found);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [last]);
  useEffect(() => play(last), [last, playing.value]);
  if (!own) return null;
  const date = plainDate(own.dates[week.value] ?? own.start);
  return (
    <footer class="timeline" aria-label="Week shown">
      <button type="button" class="play" aria-pressed={playing.value} onClick={() => { start(last); }}>{playing.value ? "Pause" : "Play"}</button>
      <button type="button" aria-label="A week back" onClick={() => toWeek(week.value - 1)}>‹</button>
      <div class="slide">
        <input
          id="week" type="range" min="0" max={last} step="1" value={week.value} aria-label="Week" aria-valuetext={`week ${week.value}, ${date}`}
          onInput={(event) => { playing.value = false; toWeek(Number(event.currentTarget.value)); }}
        />
        <DecisionTicks />
      </div>
      <button type="button" aria-label="A week on" onClick={() => toWeek(week.value + 1)}>›</button>
      <output for="week"><strong>{date}</strong> <span>week {week.value} of {last}</span></output>
    </footer>
  );
}

function DecisionTicks() {
  const own = page.value;
  if (!own) return null;
  return (
    <div class="ticks" aria-hidden="true">
      {own.decisions.filter((one) => one.day <= own.weeks * 7).map((one) => (
        <span key={one.day} title={`${plainDate(one.date)}: ${one.titles.join("; ")}`} style={{ left: `${(100 * one.day) / Math.max(1, own.weeks * 7)}%` }} />
      ))}
    </div>
  );
}

function start(last: number): void {
  if (!playing.value && week.value >= last) toWeek(0);
  playing.value = !playing.value;
}

function play(last: number): (() => void) | undefined {
  if (!playing.value) return undefined;
  const from = week.value;
  const speed = matchMedia("(prefers-reduced-motion: reduce)").matches ? CALM : SPEED;
  let began = 0;
  let frame = requestAnimationFrame(function step(now) {
    began ||= now;
    const at = from + weeksPlayed(now - began, speed);
    if (at !== week.value) toWeek(at);
    if (at >= last) playing.value = false;
    else frame = requestAnimationFrame(step);
  });
  return () => cancelAnimationFrame(frame);
}
