// Which keys move the slider, wherever the focus is, and where they mean something else.
const MEANT = /^(input|textarea|select)$/i;

/** The week that a key asks for; null if it asks for none. */
export function weekFor(key: string, week: number, last: number): number | null {
  switch (key) {
    case "ArrowRight": return Math.min(last, week + 1);
    case "ArrowLeft": return Math.max(0, week - 1);
    case "Home": return 0;
    case "End": return last;
    default: return null;
  }
}

/** Whether a key belongs to what has the focus: a field, a list, something that scrolls or turns by arrows itself. */
export function isTaken(target: { tagName: string; isContentEditable?: boolean; closest?: (selector: string) => unknown } | null): boolean {
  if (!target) return false;
  if (MEANT.test(target.tagName) || target.isContentEditable) return true;
  return Boolean(target.closest?.("dialog, [role=tablist], [role=listbox], [data-keys]"));
}

/** How many weeks have passed since playing began; `speed` is in weeks a second. */
export function weeksPlayed(milliseconds: number, speed: number): number {
  return Math.max(0, Math.floor((milliseconds * speed) / 1000));
}
