/** The device check before entering: picture, level, choices, plain sentences. */
import { useEffect, useId, useRef, useState } from "react";
import type { Messages } from "../../../text";
import { GAINS, type Gain, MODES, type Mode } from "../choice";
import type { DeviceState } from "../devices";
import type { Device } from "../hardware";
import { meterFill } from "../meter";
import { watchBrightness, watchLevel } from "../probes";
import type { RoomState } from "../room_state";
import { playTestSound } from "../tones";
import type { RoomProps } from "./app";
import { useReadable } from "./use";

export function DeviceCheckView(props: RoomProps & { readonly state: RoomState }) {
  const { room, text, state } = props;
  const devices = useReadable(room.check);
  const main = state.snapshot?.me.main ?? true;
  const asking = main && devices.phase === "asking";
  const known = { room, text, devices };
  return (
    <section className="room-check" data-testid="device-check" data-asking={asking}>
      <header>
        <p className="room-check__meeting">{state.snapshot?.meeting.title}</p>
        <h2>{text.devices.title}</h2>
        <p>{main ? introduction(text, asking) : text.devices.companion}</p>
      </header>
      {main && <Preview {...known} />}
      {main && <Choices {...known} />}
      <footer className="room-check__end">
        {main && <Problems text={text} devices={devices} />}
        <button
          type="button"
          className="button primary large"
          data-testid="enter"
          disabled={asking}
          onClick={() => room.enter()}
        >
          {text.devices.enter}
        </button>
        {main && <CheckAgain text={text} act={() => void room.check.open()} />}
      </footer>
    </section>
  );
}

function introduction(text: Messages, asking: boolean): string {
  return asking ? text.devices.asking : text.devices.intro;
}

interface CheckProps {
  readonly room: Pick<RoomProps["room"], "check">;
  readonly text: Messages;
  readonly devices: DeviceState;
}

export function CheckAgain(props: {
  readonly text: Messages;
  readonly act: () => void;
}) {
  return (
    <button
      type="button"
      className="button large"
      data-testid="check-again"
      onClick={props.act}
    >
      {props.text.devices.again}
    </button>
  );
}

export function Preview({ room, text, devices }: CheckProps) {
  const video = useRef<HTMLVideoElement>(null);
  const camera = devices.tracks.camera;
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = camera ? new MediaStream([camera]) : null;
    if (!camera) return;
    return watchBrightness(element, (brightness) =>
      room.check.brightness(Date.now(), brightness),
    );
  }, [room, camera]);
  return (
    <video
      ref={video}
      className="room-check__picture"
      data-testid="check-picture"
      autoPlay
      playsInline
      muted
      aria-label={text.room.ownPicture}
    />
  );
}

function Choices({ room, text, devices }: CheckProps) {
  const { choice } = devices;
  return (
    <div className="room-check__choices">
      <Select
        label={text.devices.camera}
        name="camera"
        devices={devices.cameras}
        value={choice.camera || devices.tracks.camera?.getSettings().deviceId || ""}
        text={text}
        choose={(camera) => void room.check.choose({ camera })}
      />
      <Select
        label={text.devices.microphone}
        name="microphone"
        devices={devices.microphones}
        value={
          choice.microphone || devices.tracks.microphone?.getSettings().deviceId || ""
        }
        text={text}
        choose={(microphone) => void room.check.choose({ microphone })}
      />
      <Select
        label={text.devices.mode}
        name="mode"
        devices={MODES.map((mode) => ({ id: mode, label: text.devices.modes[mode] }))}
        value={choice.mode}
        text={text}
        choose={(id) => void room.check.choose({ mode: id as Mode })}
      />
      <Select
        label={text.devices.gain}
        name="gain"
        devices={GAINS.map((gain) => ({ id: gain, label: text.devices.gains[gain] }))}
        value={choice.gain}
        text={text}
        choose={(id) => void room.check.choose({ gain: id as Gain })}
      />
      <Select
        label={text.devices.speaker}
        name="speaker"
        devices={devices.speakers}
        value={choice.speaker}
        empty={text.devices.defaultSpeaker}
        text={text}
        choose={(speaker) => void room.check.choose({ speaker })}
      />
      <Level {...{ room, text, devices }} />
      <TestSound {...{ room, text, devices }} />
    </div>
  );
}

function Select(props: {
  readonly label: string;
  readonly name: string;
  readonly devices: readonly Device[];
  readonly value: string;
  readonly empty?: string;
  readonly text: Messages;
  readonly choose: (id: string) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        data-testid={`choose-${props.name}`}
        value={props.value}
        onChange={(event) => props.choose(event.target.value)}
      >
        {props.empty !== undefined && <option value="">{props.empty}</option>}
        {props.devices.map((device, index) => (
          <option key={device.id} value={device.id}>
            {device.label || props.text.devices.unnamed(index + 1)}
          </option>
        ))}
      </select>
    </div>
  );
}

export function Level({ room, text, devices }: CheckProps) {
  const [level, setLevel] = useState(0);
  const microphone = devices.tracks.microphone;
  useEffect(() => {
    if (!microphone) return;
    const report = (now: number | null) => {
      setLevel(now ?? 0);
      room.check.level(Date.now(), now);
    };
    const stop = watchLevel(microphone, report);
    return () => {
      stop();
      // What is not measured is not silent.
      report(null);
    };
  }, [room, microphone]);
  return (
    <div className="room-check__level">
      <meter
        className="meter"
        min={0}
        max={1}
        value={meterFill(level)}
        aria-label={text.devices.level}
        data-testid="level"
      />
      <span role="status">
        {devices.heard ? text.devices.heard : text.devices.speak}
      </span>
    </div>
  );
}

export function TestSound({ room, text, devices }: CheckProps) {
  return (
    <button
      type="button"
      className="button"
      data-testid="test-sound"
      onClick={() => {
        playTestSound(devices.choice.speaker).catch(() => room.check.speakerFailed());
      }}
    >
      {text.devices.testSound}
    </button>
  );
}

export function Problems(props: {
  readonly text: Messages;
  readonly devices: DeviceState;
}) {
  const { text, devices } = props;
  if (devices.phase === "ready" && devices.problems.length === 0) {
    return (
      <div className="room-check__ready" role="status">
        <span className="state good">{text.devices.ready}</span>
      </div>
    );
  }
  return (
    <ul className="room-check__problems" role="alert">
      {devices.problems.map((problem) => (
        <li key={problem}>
          <p className="notice warning" data-testid="problem" data-problem={problem}>
            {text.devices.problems[problem]}
          </p>
        </li>
      ))}
    </ul>
  );
}
