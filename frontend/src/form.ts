// What somebody has put into the form of what-ifs; it lies here so that nothing typed is lost when the page draws anew.
import { signal } from "@preact/signals";
import type { Change } from "./changes.ts";

export const changes = signal<Change[]>([]);
export const query = signal("");
/** Path of the input whose value is being typed, and what is typed. */
export const picked = signal("");
export const typed = signal("");
export const offQuery = signal("");
export const histories = signal<string | null>(null);
export const problem = signal("");
export const sending = signal(false);
