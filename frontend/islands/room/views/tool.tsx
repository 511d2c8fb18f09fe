/** What opens and closes: the tools of a desk, the panels of a site. */
import type { ReactNode } from "react";

/** A button in a site's footer that opens a panel, and closes it. */
export function PanelButton(props: {
  readonly name: string;
  readonly open: boolean;
  readonly toggle: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      className="button"
      data-testid={props.name}
      aria-expanded={props.open}
      onClick={props.toggle}
    >
      {props.children}
    </button>
  );
}

/** One of the desk's tools: a line that opens, and closes the one that was open. */
export function Tool(props: {
  readonly name: string;
  readonly summary: string;
  readonly children: ReactNode;
  readonly toggled?: (open: boolean) => void;
}) {
  const { name, summary, children, toggled } = props;
  return (
    <details
      className="room-tool"
      name="desk"
      onToggle={({ currentTarget }) => toggled?.(currentTarget.open)}
    >
      <summary data-testid={name}>{summary}</summary>
      <div className="room-tool__inside">{children}</div>
    </details>
  );
}
