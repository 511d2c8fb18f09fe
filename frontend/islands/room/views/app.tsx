/** The room island's outermost view: which screen is shown. */
import type { ReactNode } from "react";
import type { Messages } from "../../../text";
import type { RoomController } from "../controller";
import { onlyWatches, type RoomState } from "../room_state";
import { goesElsewhere, type Snapshot } from "../types";
import { Banner } from "./banner";
import { Bare } from "./bare";
import { ChairView } from "./chair";
import { DeviceCheckView } from "./check";
import { Findings } from "./health";
import { Presiding } from "./presiding";
import { SeatQuestion } from "./seat";
import { Second } from "./second";
import { SiteView } from "./site";
import { Sound } from "./sound";
import type { MeetingProps } from "./stage";
import { TalkBanner, TalkSound } from "./talk";
import { useReadable } from "./use";
import { WatchView } from "./watch";
import { Unread } from "./words";

export interface RoomProps {
  readonly room: RoomController;
  readonly text: Messages;
}

export function RoomApp({ room, text }: RoomProps) {
  const state = useReadable(room.store);
  return (
    <div
      className="room"
      data-testid="room"
      data-phase={state.state?.phase ?? ""}
      data-connection={state.connection}
      data-rev={state.state?.rev ?? ""}
      data-epoch={state.epoch}
      data-role={state.snapshot?.me.role ?? ""}
    >
      <Screen room={room} text={text} state={state} />
    </div>
  );
}

interface ScreenProps extends RoomProps {
  readonly state: RoomState;
}

function Screen({ room, text, state }: ScreenProps) {
  if (state.connection === "refused") return <Refusal {...{ room, text, state }} />;
  if (state.connection === "ended") return <Panel>{text.connection.ended}</Panel>;
  if (state.connection === "elsewhere") {
    return (
      <Panel action={text.connection.takeOver} act={() => room.link.takeOver()}>
        {text.connection.elsewhere}
      </Panel>
    );
  }
  const { snapshot } = state;
  if (!snapshot) return <Panel>{text.room.loading}</Panel>;
  if (onlyWatches(snapshot)) return <Watching {...{ room, text, state, snapshot }} />;
  if (state.connection === "idle")
    return <DeviceCheckView {...{ room, text, state }} />;
  const View = snapshot.me.role === "chair" ? ChairView : SiteView;
  return (
    <Framed {...{ state, snapshot }}>
      <Banner {...{ room, text, state }}>
        <SeatQuestion {...{ room, text, state, snapshot }} />
        <Presiding {...{ room, text, state, snapshot }} />
        <TalkBanner {...{ room, text, state, snapshot }} />
        <Findings {...{ room, text, state, snapshot }} />
        <Unread {...{ room, text, state, snapshot }} />
      </Banner>
      <View {...{ room, text, state, snapshot }} />
      <Second {...{ room, text, state, snapshot }} />
      <Sound room={room} state={state} />
      <TalkSound room={room} />
    </Framed>
  );
}

/** What goes into another system carries no words of ours. */
function Framed(props: {
  readonly state: RoomState;
  readonly snapshot: Snapshot;
  readonly children: ReactNode;
}) {
  if (!goesElsewhere(props.snapshot)) return props.children;
  return <Bare silent={props.state.soundBlocked}>{props.children}</Bare>;
}

function Watching(props: MeetingProps) {
  const { room, text, state } = props;
  return (
    <Framed {...{ state, snapshot: props.snapshot }}>
      <Banner {...{ room, text, state }}>{null}</Banner>
      <WatchView {...props} />
      <Sound room={room} state={state} />
    </Framed>
  );
}

function Refusal({ room, text, state }: ScreenProps) {
  const { refused } = state;
  const { signIn, plan } = room.page.addresses;
  const sentence = refused?.text || text.connection.refused;
  if (refused?.status === 401) {
    return (
      <Panel link={{ to: signIn, label: text.connection.signIn }}>{sentence}</Panel>
    );
  }
  return (
    <Panel
      action={text.connection.retry}
      act={() => room.retry()}
      link={{ to: plan, label: text.connection.toPlan }}
    >
      {sentence}
    </Panel>
  );
}

function Panel(props: {
  readonly children: ReactNode;
  readonly action?: string;
  readonly act?: () => void;
  readonly link?: { readonly to: string; readonly label: string };
}) {
  const { children, action, act, link } = props;
  return (
    <div className="room-panel" role="status" data-testid="panel">
      <p>{children}</p>
      {act && (
        <button
          type="button"
          className="button primary large"
          data-testid="panel-action"
          onClick={act}
        >
          {action}
        </button>
      )}
      {link && (
        <a
          className={act ? "button large" : "button primary large"}
          href={link.to}
          data-testid="panel-link"
        >
          {link.label}
        </a>
      )}
    </div>
  );
}
