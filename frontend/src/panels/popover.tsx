// How a number was computed: the command that prints it again, and what the run stands on.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { asking } from "../how.tsx";
import { page } from "../state.ts";

export function HowPopover() {
  const box = useRef<HTMLDialogElement>(null);
  const copied = useSignal(false);
  const asked = asking.value;
  useEffect(() => {
    if (asked && !box.current?.open) box.current?.showModal();
    copied.value = false;
  }, [asked]);
  const own = page.value;
  if (!asked || !own) return null;
  const close = () => {
    box.current?.close();
    asking.value = null;
    asked.at.focus();
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(asked.how.command);
      copied.value = true;
    } catch {
      const code = box.current?.querySelector("code");
      if (code) getSelection()?.selectAllChildren(code);
    }
  };
  return (
    <dialog
      ref={box} class="how" aria-labelledby="how-title"
      onCancel={(event) => { event.preventDefault(); close(); }}
      onClick={(event) => { if (event.target === box.current) close(); }}
    >
      <div>
        <h2 id="how-title">{asked.text}</h2>
        <p>{asked.how.words}</p>
        <p>This command prints it again:</p>
        <pre tabIndex={0}><code>{asked.how.command}</code></pre>
        <p><button type="button" onClick={copy}>{copied.value ? "Copied" : "Copy"}</button> <button type="button" autofocus onClick={close}>Close</button></p>
        <p class="note">The run itself, seed {own.seed}, scenario {own.digest.slice(0, 8)}, engine {own.engine.slice(0, 8)}:</p>
        <pre tabIndex={0}>{own.command}</pre>
      </div>
    </dialog>
  );
}
