// What the page asks for once, when a panel first needs it: inputs, kept answers, the ledger, the document.
import { signal, type Signal } from "@preact/signals";
import { ask } from "./ask.ts";
import type { Document, Inputs, Kept, Ledger } from "./contract.ts";

export const inputs = signal<Inputs | null>(null);
export const kept = signal<Kept[] | null>(null);
export const ledger = signal<Ledger | null>(null);
export const text = signal<Document | null>(null);

/** What could not be had, by address, as a sentence. */
export const missing = signal<Readonly<Record<string, string>>>({});

const asked = new Map<string, Promise<void>>();

/** Ask for what stands at an address unless that was done; a refusal is kept in `missing`. */
export function once<Answer>(address: string, into: Signal<Answer | null>): Promise<void> {
  let going = asked.get(address);
  if (!going) {
    going = ask<Answer>(address).then(
      (answer) => { into.value = answer; },
      (error: unknown) => {
        missing.value = { ...missing.value, [address]: error instanceof Error ? error.message : String(error) };
      },
    );
    asked.set(address, going);
  }
  return going;
}

export const INPUTS = "/api/inputs";
export const ANSWERS = "/api/answers";
export const LEDGER = "/api/ledger";
export const DOCUMENT = "/api/document";
