/** The room as a commune sees it on its television. */
import { HubContact } from "./contact";
import { SiteDevices } from "./devices";
import { moveFocus, useAnswerKeys, useFirstArrow } from "./keys";
import { StateLine } from "./line";
import { OwnLine, Watched } from "./lines";
import { MicrophoneButton, MicrophoneState } from "./microphone";
import { OwnRequest } from "./queue";
import { RunningText } from "./running";
import { AskForSeat } from "./seat";
import { SecondButton } from "./second";
import { ShareButton } from "./share";
import { type MeetingProps, OwnPicture, plateOf, Stage } from "./stage";
import { TurnClock } from "./turn";
import { SiteWords } from "./words_site";

export function SiteView(props: MeetingProps) {
  const { room, text, state, snapshot } = props;
  useAnswerKeys();
  useFirstArrow();
  return (
    <section
      className="room-site"
      aria-label={snapshot.meeting.title}
      onKeyDown={moveFocus}
    >
      <header className="room-header">
        <h2 className="plate" data-testid="own-plate">
          {plateOf(snapshot, snapshot.me.site)}
        </h2>
        <p className="room-title">{snapshot.meeting.title}</p>
      </header>
      <Stage {...props} />
      <footer className="room-footer">
        <RunningText {...{ room, text }} />
        <StateLine {...{ text, state }} />
        <OwnLine {...{ text, state }} />
        <Watched {...{ text, snapshot }} />
        <TurnClock {...{ text, state }} />
        <OwnRequest {...props} />
        <ShareButton {...props} />
        <SecondButton {...props} />
        <MicrophoneState {...{ text, state }} />
        <MicrophoneButton {...{ room, text, state }} />
        <SiteDevices {...props} />
        <AskForSeat {...props} />
        <SiteWords {...props} />
        <HubContact {...props} />
        <OwnPicture {...{ room, text }} />
      </footer>
    </section>
  );
}
