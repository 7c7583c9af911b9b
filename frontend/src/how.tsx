// A number that says how it came about: a click opens the command that prints it again.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { How, Page } from "./contract.ts";
import { page } from "./state.ts";

export const asking = signal<{ how: How; text: string; at: HTMLElement } | null>(null);

/** How many ids say of what such a measure is; with fewer the page shows the sum. */
const AXES: Record<string, number> = { killed: 1, front_killed: 1, requests: 2 };

/** The command that prints a measure of the run again. */
export function howOf(measure: string, words: string, week: number | null = null, of: readonly string[] = [], own: Page | null = page.value): How {
  const parts = ["polemos", "show", quoted(own?.run ?? "RUN"), "--measure", measure];
  if (week !== null) parts.push("--week", String(week));
  for (const id of of) parts.push("--of", quoted(id));
  if (of.length < (AXES[measure] ?? 0)) parts.push("--sum");
  return { words, command: parts.join(" ") };
}

/** The same number of one history. */
export function inHistory(how: How, number: number): How {
  return { words: `${how.words}, in history ${number}`, command: `${how.command} --history ${number}` };
}

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}

export function Number({ text, how, children }: { text: string; how: How; children?: ComponentChildren }) {
  return (
    <button
      type="button" class="number" aria-haspopup="dialog" title="How was this computed?"
      onClick={(event) => { asking.value = { how, text, at: event.currentTarget }; }}
    >
      {children ?? text}
    </button>
  );
}
