// What the page shows: a few signals, kept in the address so that it can be shared, and the answers of the server.
import { batch, effect, signal } from "@preact/signals";
import type { Asked, Contrast, History, Page, Weeks } from "./contract.ts";
import { read, write, type View } from "./address.ts";

export const page = signal<Page | null>(null);
export const weeks = signal<Weeks | null>(null);
export const trouble = signal("");

export const week = signal(0);
export const playing = signal(false);
/** Number of the one history that is followed, null for all of them. */
export const chosen = signal<number | null>(null);
export const history = signal<History | null>(null);
/** Place, actor and claim that the reader has picked out, by id; "" none. */
export const place = signal("");
export const actor = signal("");
export const claim = signal("");
export const tab = signal("");
/** What-ifs asked in this page, the latest last. */
export const asked = signal<Asked[]>([]);
/** What the charts are held against: the label of a what-if or of the second run, "" for none. */
export const against = signal("");
export const contrast = signal<Contrast | null>(null);

export function view(): View {
  return {
    week: week.value, history: chosen.value, place: place.value, actor: actor.value, claim: claim.value,
    tab: tab.value, against: against.value,
  };
}

/** Take the view from an address's fragment; a week outside the war is the nearest one. */
export function look(fragment: string): void {
  const found = read(fragment);
  const last = page.value?.weeks ?? 0;
  batch(() => {
    week.value = Math.min(last, Math.max(0, found.week));
    chosen.value = found.history;
    place.value = found.place;
    actor.value = found.actor;
    claim.value = found.claim;
    tab.value = found.tab;
    against.value = found.against;
  });
}

/** Keep the address in step with the view; returns what ends it. */
export function keepAddress(): () => void {
  return effect(() => {
    const fragment = write(view());
    if (fragment !== location.hash) globalThis.history.replaceState(null, "", `${location.pathname}${fragment}`);
  });
}

export function toWeek(number: number): void {
  const last = page.value?.weeks ?? 0;
  week.value = Math.min(last, Math.max(0, Math.round(number)));
}
