// The answer in five lines, each number with the command that gives it again.
import { Number as Figure } from "../how.tsx";
import { Panel } from "../panel.tsx";
import { page } from "../state.ts";

export function Answer() {
  const lines = page.value?.answer ?? [];
  if (lines.length === 0) return null;
  return (
    <Panel id="answer" title="The answer in five lines" wide>
      <ol class="answer">
        {lines.map((line, row) => (
          <li key={row}>
            {line.parts.map((part, at) => (typeof part === "string" ? part : <Figure key={at} text={part.text} how={part.how} />))}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
