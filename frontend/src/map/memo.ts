// A part that is drawn anew only when what it is given changes.
import { Component, h, type ComponentType, type FunctionComponent } from "preact";

export function memo<Given extends object>(draw: FunctionComponent<Given>): ComponentType<Given> {
  return class extends Component<Given> {
    override shouldComponentUpdate(next: Readonly<Given>): boolean {
      const [old, now] = [this.props as Record<string, unknown>, next as Record<string, unknown>];
      return Object.keys(now).some((key) => key !== "children" && old[key] !== now[key]);
    }
    override render(given: Given) {
      return h(draw as FunctionComponent<object>, given);
    }
  } as unknown as ComponentType<Given>;
}
