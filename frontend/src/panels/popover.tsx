// How a number was computed: what it is, and the commands that print it and make its run again.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { copy } from "../copying.ts";
import { asking } from "../how.tsx";
import { page } from "../state.ts";

const GAP = 8;

export function HowPopover() {
  const asked = asking.value;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!asked || !element) return;
    if (!element.open) element.showModal();
    settle(element, asked.at.getBoundingClientRect());
  }, [asked]);
  if (!asked) return null;
  const own = page.value;
  const close = () => {
    dialog.current?.close();
    asking.value = null;
    if (asked.at.isConnected) asked.at.focus();
  };
  return (
    <dialog
      ref={dialog} class="how" role="dialog" aria-labelledby="how-title" onCancel={(event) => { event.preventDefault(); close(); }}
      onClick={(event) => { if (event.target === event.currentTarget) close(); }}
    >
      <div class="how-inside">
        <header><h2 id="how-title">How was {asked.text} computed?</h2><button type="button" class="link close" aria-label="Close" title="Close (Esc)" onClick={close}>×</button></header>
        <p>{asked.how.words}.</p>
        {asked.how.command && <Command label="This prints it again" text={asked.how.command} />}
        {own && <Command label="This makes the run again" text={own.command} again />}
        {own && <p class="note">Seed {own.seed}, scenario digest <span class="digest">{own.digest}</span>. The same command, seed and digest give the same histories.</p>}
      </div>
    </dialog>
  );
}

function Command({ label, text, again = false }: { label: string; text: string; again?: boolean }) {
  const shown = useRef<HTMLElement>(null);
  const said = useSignal("");
  return (
    <div class="how-command">
      <p>{label}: <button type="button" onClick={async () => { said.value = (await copy(text, shown.current)) ? "copied" : "marked: copy it with Ctrl+C"; }}>Copy</button> <span role="status">{said}</span></p>
      <pre tabIndex={0}>{again ? <span ref={shown}>{text}</span> : <code ref={shown}>{text}</code>}</pre>
    </div>
  );
}

/** Put the window beside the number, below if there is room, and inside the screen. */
function settle(element: HTMLElement, at: DOMRect): void {
  const { clientWidth: wide, clientHeight: high } = document.documentElement;
  const own = element.getBoundingClientRect();
  const below = at.bottom + GAP + own.height <= high;
  const top = below ? at.bottom + GAP : Math.max(GAP, Math.min(high - own.height - GAP, at.top - own.height - GAP));
  element.style.left = `${Math.max(GAP, Math.min(wide - own.width - GAP, at.left - GAP))}px`;
  element.style.top = `${top}px`;
}
