/** A button for what cannot be done by accident: it asks before it acts. */
import { useEffect, useRef, useState } from "react";

export function ConfirmButton(props: {
  readonly name: string;
  readonly label: string;
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly act: () => void;
}) {
  const { name, label, question, yes, no, act } = props;
  const [asking, setAsking] = useState<boolean | null>(null);
  const first = useRef<HTMLButtonElement>(null);
  // Once for each question and answer: elsewhere the focus is the reader's own.
  useEffect(() => {
    if (asking !== null) first.current?.focus();
  }, [asking]);
  if (!asking) {
    return (
      <button
        type="button"
        className="button danger"
        data-testid={name}
        ref={first}
        onClick={() => setAsking(true)}
      >
        {label}
      </button>
    );
  }
  const answer = (does: boolean) => {
    setAsking(false);
    if (does) act();
  };
  return (
    <div
      className="confirm"
      role="alertdialog"
      aria-label={question}
      onKeyDown={(event) => event.key === "Escape" && answer(false)}
    >
      <p>{question}</p>
      <button
        type="button"
        className="button danger"
        data-testid={`${name}-yes`}
        onClick={() => answer(true)}
      >
        {yes}
      </button>
      <button
        type="button"
        className="button"
        data-testid={`${name}-no`}
        ref={first}
        onClick={() => answer(false)}
      >
        {no}
      </button>
    </div>
  );
}
