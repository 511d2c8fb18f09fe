/** The devices of the room, to be changed while the meeting goes on. */
import { useEffect, useState } from "react";
import { type Choice, GAINS, MODES } from "../choice";
import type { DeviceState } from "../devices";
import { type Device, inUse } from "../hardware";
import type { Path } from "../health";
import type { RoomProps } from "./app";
import { CheckAgain, Level, Problems, TestSound } from "./check";
import type { MeetingProps } from "./stage";
import { PanelButton, Tool } from "./tool";
import { useReadable } from "./use";

/** A site's button in the footer, and the panel that it opens. */
export function SiteDevices(props: MeetingProps) {
  const { text } = props;
  const [open, setOpen] = useState(false);
  return (
    <>
      <PanelButton name="devices" open={open} toggle={() => setOpen(!open)}>
        {open ? text.devices.close : text.devices.change}
      </PanelButton>
      {open && <Panel {...props} />}
    </>
  );
}

/** The desk's tool. */
export function DeskDevices(props: MeetingProps) {
  const [open, setOpen] = useState(false);
  return (
    <Tool name="devices" summary={props.text.devices.change} toggled={setOpen}>
      {open && <Panel {...props} />}
    </Tool>
  );
}

function Panel({ room, text, snapshot, state }: MeetingProps) {
  return snapshot.me.main ? (
    <DevicePanel {...{ room, text }} path={state.findings?.path ?? "unknown"} />
  ) : (
    <SourcePanel {...{ room, text }} />
  );
}

/** A companion opens nothing: it chooses what it can show beside its screen. */
function SourcePanel({ room, text }: RoomProps) {
  const devices = useReadable(room.check);
  useEffect(() => void room.check.find(), [room]);
  return (
    <div className="room-devices" data-testid="source-panel">
      {devices.phase === "asking" && <p role="status">{text.devices.finding}</p>}
      <SecondSource {...{ room, text, devices, camera: "" }} />
      <div className="room-devices__end">
        <CheckAgain text={text} act={() => void room.check.find()} />
        {devices.problems.length > 0 && <Problems {...{ text, devices }} />}
      </div>
    </div>
  );
}

/** Buttons, not lists: a remote control goes from one to the next and presses OK. */
function DevicePanel({ room, text, path }: RoomProps & { readonly path: Path }) {
  const devices = useReadable(room.check);
  const { check } = room;
  const { tracks, choice } = devices;
  const spare = { id: "", label: text.devices.defaultSpeaker };
  const modes = MODES.map((id) => ({ id, label: text.devices.modes[id] }));
  const gains = GAINS.map((id) => ({ id, label: text.devices.gains[id] }));
  const known = { text, devices };
  const camera = inUse(tracks.camera, choice.camera);
  return (
    <div className="room-devices" data-testid="device-panel">
      <Options
        {...{ ...known, name: "camera", from: devices.cameras }}
        used={camera}
        use={(id) => void check.choose({ camera: id })}
      />
      <Options
        {...{ ...known, name: "microphone", from: devices.microphones }}
        used={inUse(tracks.microphone, choice.microphone)}
        use={(microphone) => void check.choose({ microphone })}
      />
      <Options
        {...{ ...known, name: "mode", from: modes }}
        used={choice.mode}
        use={(mode) => void check.choose({ mode })}
      />
      <Options
        {...{ ...known, name: "gain", from: gains }}
        used={choice.gain}
        use={(gain) => void check.choose({ gain })}
      />
      <Options
        {...{ ...known, name: "speaker", from: [spare, ...devices.speakers] }}
        used={check.speaker}
        use={(speaker) => void check.choose({ speaker })}
      />
      <SecondSource {...{ room, ...known, camera }} />
      <Level {...{ room, text, devices }} />
      <div className="room-devices__end">
        <TestSound {...{ room, text, devices }} />
        <CheckAgain text={text} act={() => void check.open()} />
        <Problems {...known} />
        {path === "tcp" && (
          <p className="notice warning" data-testid="over-tcp">
            {text.devices.overTcp(room.page.ports.udp)}
          </p>
        )}
      </div>
    </div>
  );
}

/** A capture card or a document camera: only where there is one beside the camera. */
function SecondSource(
  props: RoomProps & { readonly devices: DeviceState; readonly camera: string },
) {
  const { room, text, devices, camera } = props;
  const { cameras, microphones } = devices;
  const others = cameras.filter(({ id }) => id !== camera);
  if (others.length === 0) return null;
  const none = { id: "", label: text.devices.noCapture };
  const silent = { id: "", label: text.devices.noCaptureSound };
  const capture = room.check.capture;
  return (
    <>
      <Options
        {...{ text, devices, name: "capture", from: [none, ...others] }}
        used={capture?.picture ?? ""}
        use={(id) => void room.check.choose({ capture: id })}
      />
      {capture && (
        <Options
          {...{ text, devices, name: "captureSound", from: [silent, ...microphones] }}
          used={capture.sound}
          use={(id) => void room.check.choose({ captureSound: id })}
        />
      )}
    </>
  );
}

function Options<T extends string>(
  props: Pick<RoomProps, "text"> & {
    readonly devices: DeviceState;
    readonly name: keyof Choice;
    readonly from: readonly (Device & { readonly id: T })[];
    readonly used: string;
    readonly use: (id: T) => void;
  },
) {
  const { text, devices, name, from, used, use } = props;
  return (
    <fieldset className="room-devices__kind" aria-busy={devices.phase === "asking"}>
      <legend>{text.devices[name]}</legend>
      {from.map(({ id, label }, index) => (
        <button
          key={id}
          type="button"
          className="button"
          data-testid={`use-${name}`}
          data-device={id}
          aria-pressed={id === used}
          onClick={() => use(id)}
        >
          {label || text.devices.unnamed(index + 1)}
        </button>
      ))}
    </fieldset>
  );
}
