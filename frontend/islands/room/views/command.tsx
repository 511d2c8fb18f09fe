/** A button that sends a command, and does nothing while that is on its way. */
import type { ReactNode } from "react";

/** It keeps the focus meanwhile: a `disabled` button would lose it. */
export function CommandButton(props: {
  readonly name: string;
  readonly className: string;
  readonly busy: boolean;
  readonly act: () => void;
  readonly site?: number;
  readonly label?: string;
  readonly pressed?: boolean;
  readonly children: ReactNode;
}) {
  const { name, className, busy, act, site, label, pressed, children } = props;
  return (
    <button
      type="button"
      className={className}
      data-testid={name}
      data-site={site}
      aria-label={label}
      aria-disabled={busy}
      aria-pressed={pressed}
      onClick={() => {
        if (!busy) act();
      }}
    >
      {children}
    </button>
  );
}
