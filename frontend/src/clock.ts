// How the week moves: by itself when the war is played, and by keys.

/** Weeks a second; where motion is unwelcome they are single slow steps. */
export const PACE = { moving: 6, still: 1.5 };

/** Where a play stands: the week and the part of the next one that has passed. */
export interface Play {
  week: number;
  part: number;
}

/** Go on for so many milliseconds; a pause of the browser counts as one step at most, so that no week is jumped over. */
export function advance({ week, part }: Play, milliseconds: number, pace: number, last: number): Play {
  const passed = part + Math.min(1, Math.max(0, (milliseconds / 1000) * pace));
  const steps = Math.floor(passed + 1e-9);
  return week + steps >= last ? { week: last, part: 0 } : { week: week + steps, part: Math.max(0, passed - steps) };
}

/** Return the week that a key leads to, null if the key is not for the week. */
export function weekFor(key: string, week: number, last: number): number | null {
  if (key === "ArrowRight") return Math.min(last, week + 1);
  if (key === "ArrowLeft") return Math.max(0, week - 1);
  if (key === "Home") return 0;
  if (key === "End") return last;
  return null;
}

const WRITTEN = new Set(["text", "search", "number", "date", "email", "url", "tel", "password", "time", "month", "week", "datetime-local", "radio"]);
const OWN_KEYS = new Set(["textbox", "combobox", "listbox", "menu", "menuitem", "tab", "radio", "spinbutton", "grid"]);

/** What has the focus, as far as it matters for keys. */
export interface Focused {
  tag: string; // as the document has it, in capitals
  type: string; // of an input
  role: string;
  editable: boolean;
}

/** Whether what has the focus needs the arrow keys itself. */
export function keepsKeys({ tag, type, role, editable }: Focused): boolean {
  if (editable || tag === "TEXTAREA" || tag === "SELECT" || tag === "DIALOG") return true;
  if (tag === "INPUT") return WRITTEN.has(type.toLowerCase());
  return OWN_KEYS.has(role);
}
