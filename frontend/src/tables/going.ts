// The way to a panel: scroll to it, light it up for a moment, and let the keyboard go on from there.
const LIT = 2000;

export function isThere(id: string): boolean {
  return id !== "" && document.getElementById(id) !== null;
}

export function goTo(id: string): void {
  const panel = document.getElementById(id);
  if (!panel) return;
  const calm = globalThis.matchMedia("(prefers-reduced-motion: reduce)").matches;
  panel.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  if (!panel.hasAttribute("tabindex")) panel.tabIndex = -1;
  panel.focus({ preventScroll: true });
  panel.classList.add("lit");
  setTimeout(() => panel.classList.remove("lit"), LIT);
}
