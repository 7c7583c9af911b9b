// One input of the scenario in the form: what it is, its range and source, and a field for another value.
import { added, problemOf, shown, unsourced, valueOf, warningOf, written } from "../changes.ts";
import { Fragment } from "preact";
import type { Input } from "../contract.ts";
import { changes, picked, query, typed } from "../form.ts";
import { howOf, Number as Figure } from "../how.tsx";

export function Value({ input }: { input: Input }) {
  const wrong = typed.value.trim() === "" ? "" : problemOf(input, typed.value);
  const warning = wrong ? "" : warningOf(input, typed.value);
  const ready = problemOf(input, typed.value) === "";
  const add = () => {
    if (!ready) return;
    changes.value = added(changes.value, { kind: "set", path: input.path, value: written(input, typed.value) });
    leave();
    query.value = "";
  };
  return (
    <div class="value" onKeyDown={(event) => { if (event.key === "Enter" && event.target instanceof HTMLInputElement) { event.preventDefault(); add(); } }}>
      <p><strong><Path text={input.path} /></strong> <Range input={input} /></p>
      <p class="note"><Source input={input} /></p>
      <div class="fields">
        {input.date ? <DateField /> : <NumberField input={input} />}
        <span>{input.date ? "" : input.unit}</span>
        <button type="button" disabled={!ready} onClick={add}>Add this change</button>
        <button type="button" class="plain" onClick={leave}>Leave it</button>
      </div>
      {wrong && <p class="alert" role="alert">{wrong}</p>}
      {warning && <p class="warning" role="status">▲ {warning} It may still be asked: the scenario's own bounds decide.</p>}
    </div>
  );
}

function leave(): void {
  picked.value = "";
  typed.value = "";
}

function DateField() {
  return <input type="date" aria-label="The other date" value={typed.value} onInput={(event) => { typed.value = event.currentTarget.value; }} />;
}

function NumberField({ input }: { input: Input }) {
  const [low, best, high] = [Number(input.low), Number(input.best), Number(input.high)];
  const at = valueOf(typed.value) ?? best;
  return (
    <>
      <input
        type="text" inputMode="decimal" size={9} aria-label="The other value" value={typed.value} placeholder={shown(best)}
        onInput={(event) => { typed.value = event.currentTarget.value; }}
      />
      {high > low && (
        <input
          type="range" aria-label="The other value, between low and high" min={low} max={high} step={(high - low) / 200} value={at}
          onInput={(event) => { typed.value = String(Number(Number(event.currentTarget.value).toPrecision(4))); }}
        />
      )}
    </>
  );
}

/** Lowest, best and highest value, with the command that prints how the histories drew them. */
export function Range({ input }: { input: Input }) {
  const how = howOf("inputs", `${input.path}: lowest, best and highest value of the scenario; the command prints what the histories drew.`, null, [input.path]);
  const text = input.low === input.high ? shown(input.best) : `${shown(input.low)} – ${shown(input.best)} – ${shown(input.high)}`;
  return <span class="range"><Figure text={text} how={how} />{input.date || input.unit === "1" ? "" : ` ${input.unit}`}</span>;
}

/** A path, which may break after its points and underscores. */
export function Path({ text }: { text: string }) {
  return <>{text.split(/(?<=[._])/).map((part, at) => <Fragment key={at}>{at > 0 && <wbr />}{part}</Fragment>)}</>;
}

/** Where a number comes from and how sure it is; one that rests on judgement is marked by sign and words. */
export function Source({ input, sure = true }: { input: Input; sure?: boolean }) {
  const weak = unsourced(input);
  const source = weak === input.source ? "" : input.source;
  return (
    <>
      {weak && <span class="weak"><span aria-hidden="true">▲ </span>{weak}</span>}
      {weak && source ? ": " : ""}{source}
      {sure && !weak && input.confidence ? ` (confidence ${input.confidence})` : ""}
    </>
  );
}
