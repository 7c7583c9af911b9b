// Whether the page is too narrow for columns that a table can spare.
import { signal } from "@preact/signals";

const seen = globalThis.matchMedia("(max-width: 40rem)");

export const narrow = signal(seen.matches);
seen.addEventListener("change", () => { narrow.value = seen.matches; });
