// One history among the many: chosen by its number, told week by week with what led to what, and why its coalition broke.
import { effect, signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { ask } from "../ask.ts";
import { another, numberIn } from "../chronicle.ts";
import type { History, Page } from "../contract.ts";
import { Number as Figure } from "../how.tsx";
import { Panel } from "../panel.tsx";
import { chosen, history, page, toWeek, weeks } from "../state.ts";
import { Chain, Chronicle } from "../telling/chronicle.tsx";

const refused = signal("");

export function OneHistory() {
  useEffect(() => effect(() => { void follow(chosen.value); }), []);
  const own = page.value;
  if (!own) return null;
  const one = history.value;
  return (
    <Panel id="history" title="One history among the many" note="The bands are many histories; this is the story of one, every event with those that led to it.">
      <Choose own={own} />
      {refused.value && <p role="alert" class="refused">{refused.value}</p>}
      <p role="status" class="note">{chosen.value !== null && !one && !refused.value ? `History ${chosen.value} is lived again …` : ""}</p>
      {one && <Story key={one.number} own={own} one={one} />}
    </Panel>
  );
}

function Choose({ own }: { own: Page }) {
  const typed = useSignal(chosen.peek() === null ? "" : String(chosen.peek()));
  const problem = useSignal("");
  const first = weeks.value?.fissure.first ?? null;
  useEffect(() => effect(() => { if (chosen.value !== null) typed.value = String(chosen.value); }), []);
  const go = (number: number | string) => {
    problem.value = typeof number === "string" ? number : "";
    if (typeof number === "number") chosen.value = number;
  };
  return (
    <form class="choose" onSubmit={(event) => { event.preventDefault(); go(numberIn(typed.value, own)); }}>
      <label>Number <input type="number" min="0" step="1" inputMode="numeric" value={typed} aria-invalid={problem.value !== ""} onInput={(event) => { typed.value = event.currentTarget.value; }} /></label>
      <button type="submit">Follow it</button>
      {chosen.value === null && <button type="button" onClick={() => go(own.numbers[0] ?? 0)}>The first</button>}
      <button type="button" title="Goes through all of them, always in the same order" onClick={() => go(another(own.numbers, own.histories, chosen.value))}>Another one</button>
      {first !== null && <button type="button" onClick={() => go(first)}>The first with a fissure</button>}
      {chosen.value !== null && <button type="button" onClick={() => { chosen.value = null; typed.value = ""; problem.value = ""; }}>All histories again</button>}
      {problem.value && <span role="alert" class="refused">{problem.value}</span>}
    </form>
  );
}

/** Bring the history that is chosen; another one that was on its way is let go. */
async function follow(number: number | null): Promise<void> {
  refused.value = "";
  if (history.peek()?.number !== number) history.value = null;
  if (number === null || history.peek()) return;
  try {
    const found = await ask<History>(`/api/history/${number}`);
    if (chosen.peek() === number) history.value = found;
  } catch (error) {
    if (chosen.peek() === number) refused.value = error instanceof Error ? error.message : String(error);
  }
}

function Story({ own, one }: { own: Page; one: History }) {
  const sought = useSignal<number | null>(null);
  const numbers = useMemo(() => new Map(one.events.map((event) => [event.id, event])), [one]);
  const jump = (id: number) => {
    const event = numbers.get(id);
    if (!event) return;
    toWeek(Math.ceil(event.day / 7));
    sought.value = id;
  };
  const how = { words: `History ${one.number}, lived again with every event`, command: one.command };
  return (
    <>
      <p class="ending">
        In history <Figure text={String(one.number)} how={how} />, with <Figure text={one.events.length.toLocaleString("en-GB")} how={how} /> events, the war is {one.ending} at the end;{" "}
        {one.fissure ? "its coalition breaks." : "no fissure of the coalition is recorded in it."}
      </p>
      {one.fissure && <Chain lines={one.fissure.lines} jump={jump} command={`${one.command} --why fissure`} />}
      <Chronicle own={own} one={one} numbers={numbers} sought={sought} jump={jump} />
    </>
  );
}
