// The head of the page: which run this is, the way to every part, and what can be taken along.
import { signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { copy } from "../copying.ts";
import { exportsOf, PARTS } from "../exports.ts";
import { chosen, page, tab, week } from "../state.ts";
import { plainDate, whole } from "../words.ts";

/** Parts that are on the page now; some come only once the server has answered. */
const there = signal<readonly string[]>([]);

export function Head() {
  const own = page.value;
  useEffect(() => watchParts(), []);
  useEffect(() => { if (tab.peek()) goTo(tab.peek(), false); }, []);
  if (!own) return null;
  const facts = [
    own.scenario, `${whole(own.histories)} histories`, `${plainDate(own.start)} to ${plainDate(own.dates.at(-1) ?? own.start)}`, `${whole(own.days)} days`,
    `seed ${own.seed}`, `digest ${own.digest.slice(0, 8)}`, ...(own.changes.length ? [`changed: ${own.changes.join(", ")}`] : []),
  ];
  return (
    <header class="head">
      <a class="skip" href="#map" onClick={(event) => { event.preventDefault(); goTo("map"); }}>To the map</a>
      <div class="names"><h1>{own.title}</h1><p>{facts.join(" · ")}</p><p class="scope">{own.scope}</p></div>
      <div class="tools"><Exports /><CopyLink /></div>
      <nav aria-label="Parts of the page">
        {PARTS.filter(([id]) => there.value.includes(id)).map(([id, title]) => (
          <button key={id} type="button" aria-current={tab.value === id ? "true" : undefined} onClick={() => goTo(id)}>{title}</button>
        ))}
      </nav>
      <PrintedWeek />
    </header>
  );
}

/** Bring a part of the page into sight, put its name into the address and the focus on its heading. */
function goTo(part: string, far = true): void {
  const room = document.getElementById(part);
  if (!room || !PARTS.some(([id]) => id === part)) return;
  tab.value = part;
  const still = !far || matchMedia("(prefers-reduced-motion: reduce)").matches;
  room.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" });
  const heading = room.querySelector<HTMLElement>("h2");
  if (!heading || !far) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function watchParts(): () => void {
  const look = () => {
    const found = PARTS.map(([id]) => id).filter((id) => document.getElementById(id));
    if (found.join() !== there.value.join()) there.value = found;
  };
  look();
  const main = document.querySelector("main");
  const watcher = new MutationObserver(look);
  if (main) watcher.observe(main, { childList: true, subtree: true });
  return () => watcher.disconnect();
}

function Exports() {
  const room = useRef<HTMLDetailsElement>(null);
  useEffect(() => closing(room), []);
  return (
    <details class="menu" ref={room}>
      <summary>Take along</summary>
      <ul>
        {exportsOf(week.value, chosen.value).map(({ href, title, words }) => <li key={href}><a href={href} download>{title}</a> <small>{words}</small></li>)}
      </ul>
    </details>
  );
}

/** Close a menu by Escape or by a press outside it; returns what ends that. */
export function closing(room: { current: HTMLDetailsElement | null }): () => void {
  const outside = (event: Event) => {
    if (room.current?.open && !room.current.contains(event.target as Node)) room.current.open = false;
  };
  const escape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !room.current?.open) return;
    room.current.open = false;
    room.current.querySelector("summary")?.focus();
  };
  document.addEventListener("pointerdown", outside);
  document.addEventListener("keydown", escape);
  return () => {
    document.removeEventListener("pointerdown", outside);
    document.removeEventListener("keydown", escape);
  };
}

function CopyLink() {
  const said = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  const link = useSignal("");
  return (
    <span class="copy-link">
      <button type="button" onClick={async () => {
        const whole = location.href;
        const done = await copy(whole, null);
        said.value = done ? "Copied." : "Copy it from here:";
        link.value = done ? "" : whole;
      }}>Copy the link to this view</button>
      <span role="status">{said.value && ` ${said.value}`}</span>
      {link.value && <input ref={field} readOnly value={link.value} aria-label="Link to this view" onFocus={(event) => event.currentTarget.select()} />}
    </span>
  );
}

/** On paper there is no slider: the week is said. */
function PrintedWeek() {
  const own = page.value!;
  return <p class="printed">Week {week.value} of {own.weeks}, {plainDate(own.dates[week.value] ?? own.start)}{chosen.value === null ? "" : `; history ${chosen.value}`}.</p>;
}
