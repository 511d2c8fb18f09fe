/** One of the desk's tools: a line that opens, and closes the one that was open. */
import type { ReactNode } from "react";

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
