// The frame that every panel of the page has: a heading, what it shows in a sentence, and its content.
import type { ComponentChildren } from "preact";

export function Panel({ id, title, note, children, wide = false }: {
  id: string; title: string; note?: ComponentChildren; children: ComponentChildren; wide?: boolean;
}) {
  return (
    <section id={id} class={wide ? "panel wide" : "panel"} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {note && <p class="note">{note}</p>}
      {children}
    </section>
  );
}
