/** The stage and nothing else, for a cable into another system.
 *
 * Who sits at this computer moves the mouse or presses a key: then all the rest is there,
 * over the stage, until some seconds later. */
import type { ReactNode } from "react";
import { useStirred } from "./use";

const STIRRED_MS = 6000;

export function Bare(props: {
  /** Without a press on a button nothing would be heard. */
  readonly silent: boolean;
  readonly children: ReactNode;
}) {
  const stirred = useStirred(STIRRED_MS) || props.silent;
  return (
    <div className="room-bare" data-testid="bare" data-stirred={stirred}>
      {props.children}
    </div>
  );
}
