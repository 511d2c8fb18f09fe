/** The English sentences. */
import { devices } from "./en_devices";
import { kiosk } from "./en_kiosk";
import type { Messages } from "./messages";

export const en = {
  room: {
    loading: "Opening the meeting room…",
    loadFailed: "The meeting room did not load. Check the network, then reload.",
    states: {
      waiting: "Not opened yet",
      speaking: "You have the floor",
      chairing: "The chair is presiding",
      listening: "Following the speaker",
      discussing: "Discussion: press “Open microphone” to speak",
      silenced: "The chair has muted this site",
      relaying: "Relaying another meeting",
      paused: "Break",
      closed: "The meeting has ended",
    },
    stageWithout: {
      waiting: "The meeting has not been opened",
      open: "The others are watching your site",
      paused: "The meeting is having a break",
      closed: "The meeting has ended",
    },
    screenOf: (plate) => `SHARED SCREEN · ${plate}`,
    noPicture: "No picture yet",
    ownPicture: "Picture of your own site",
    roleSpeaker: "Speaking",
    roleChair: "Chair",
    microphone: {
      live: "Microphone open",
      muted: "Microphone muted",
      missing: "No microphone",
      companion: "Companion device: plays no sound, opens no microphone",
    },
    openMicrophone: "Open microphone",
    closeMicrophone: "Close microphone",
    startSound: "Turn the sound on",
    watched: "A technician is looking at the picture of this room.",
    soundBlocked: "The browser is blocking the sound of the meeting.",
  },
  watch: {
    soundOn: "Sound on",
    soundOff: "Sound off",
    fullScreen: "Full screen",
    window: "Leave full screen",
    count: (people) => (people === 1 ? "1 watching" : `${people} watching`),
  },
  guests: {
    title: (waiting) => `Waiting room (${waiting})`,
    all: (people) => `Watching (${people})`,
    kinds: {
      observer: "observer",
      wall: "wall screen",
      programme: "clean signal",
      guest: "guest",
    },
    admit: "Let in",
    refuse: "Refuse",
    remove: "Ask to leave",
    again: "Let in again",
    admitAll: "Let all in",
    status: {
      waiting: "waiting",
      admitted: "let in",
      refused: "refused",
      removed: "asked to leave",
    },
  },
  chair: {
    sites: "Sites",
    present: "Connected",
    absent: "Not connected",
    onFloor: "Speaking",
    lostLine: (seconds) => `Line lost, turn kept for ${seconds} s`,
    isChair: "Chair",
    grant: "Give the floor",
    revoke: "Take the floor back",
    open: "Open the meeting",
    pause: "Break",
    resume: "Continue",
    close: "Close the meeting",
    closeQuestion:
      "Close the meeting? All sites will stop hearing and seeing each other.",
    reopen: "Undo closing",
    undoSeconds: (seconds) => `${seconds} s left to undo`,
    limit: "Each turn",
    noLimit: "no limit",
    minutes: (minutes) => `${minutes} min`,
    extend: "1 minute more",
    options: "How the meeting runs",
    mode: "Mode",
    modes: {
      conference: "Conference: the chair calls",
      discussion: "Discussion: all may speak",
      training: "Training: one speaks",
      questioning: "Questioning: two sites answer each other",
      relay: "Relay",
    },
    layout: "Picture",
    overview: "Watch all sites",
    layoutChoice: "Layout",
    layouts: {
      speaker: "Who speaks",
      strip: "Who speaks, and all sites",
      wall: "All sites",
      spotlight: "One site",
      pair: "Two sites",
      screen: "The shared screen only",
    },
    chosenSite: (place) => `Site ${place}`,
    arrange: "Show now",
    ready: "Make ready",
    prepared: "Ready",
    take: "Show",
    unready: "Drop",
    muteAll: "Mute all",
    lock: "Lock microphones",
    unlock: "Unlock microphones",
    mute: "Mute",
    unmute: "Allow microphone",
    muted: "Muted",
    presentCount: (present, all) => `${present} of ${all} sites connected`,
    sending: "Sending; the server has not answered yet…",
    dismiss: "Understood",
    notDone:
      "The server could not do this command. Look at the sites, then press again; " +
      "if it fails again, reload the page.",
  },
  roll: {
    title: "Roll call",
    call: { all: "Call each site in turn", absent: "Call those not present yet" },
    sheet: "Roll call sheet",
    left: (count) => (count === 0 ? "the last site" : `${count} more sites`),
    away: "not connected",
    people: "People",
    remark: "Remark",
    marks: {
      online: "Present online",
      in_person: "Present in person",
      excused: "Excused",
      absent: "Absent",
    },
    end: "Stop the roll call",
  },
  share: {
    start: "Share screen",
    capture: "Show HDMI input",
    stop: "Stop sharing",
    refused: "The browser did not share. Press again, then choose a screen or window.",
    absent:
      "No picture comes from this input. Check the HDMI cable, close any other program " +
      "that uses it, then press again.",
    here: "This device shares its screen",
  },
  seat: {
    take:
      "This is a companion device: it shows pictures only. Move the site's sound and " +
      "picture to this device?",
    yes: "Move to this device",
    keep: "Stay a companion",
    ask: "Move the sound to this device",
    moved:
      "The sound has moved to another device. This one is a companion now: it shows " +
      "pictures only and opens no microphone.",
    takeBack: "Take the sound back",
  },
  presiding: {
    missed: (since) =>
      `The chair's site has been away for ${since}. Please stay, the meeting goes on.`,
    take: "Take the chair",
    replaced: (plate) => `${plate} presides in your place.`,
    takeBack: "Take the chair back",
  },
  keys: {
    N: "call the next site",
    T: "show the prepared picture",
    M: "mute everyone",
    K: "lock or unlock the microphones",
    V: "mute the site that echoes",
    "+": "one more minute",
    "1–4": "mark the roll call",
  },
  contact: {
    technician: (name) =>
      name ? `Technician on duty: ${name}` : "Technician on duty:",
    hub: (name) => `Call the hub's technician: ${name}`,
  },
  talk: {
    title: "Private talk",
    call: "Private talk",
    calling: (site) => `Calling ${site} privately…`,
    rings: (who) => `The presiding site calls you privately: ${who}`,
    answer: "Answer",
    decline: "Decline",
    withdraw: "Give up",
    with: (who) => `In a private talk with ${who}`,
    private:
      "No other site can hear it. The meeting's microphone is off at this device.",
    mute: "This device has no microphone: the other end does not hear you.",
    hangUp: "Hang up",
    ended: {
      hung_up: "The private talk is over.",
      withdrawn: "The presiding site gave up calling.",
      declined: "The site declined to talk.",
      unanswered: "The site did not answer.",
      floor: "The site was called to speak: the private talk is over.",
      closed: "The meeting ended: the private talk is over.",
      lost: "The private talk ended because a connection was lost.",
    },
  },
  words: {
    title: "Messages, running text",
    to: "To",
    toAll: "All sites",
    hub: "Presiding site",
    write: "Message",
    send: "Send",
    phrases: "Ready phrases",
    ready: [
      "Please check your microphone.",
      "Please turn the camera so that the whole room is seen.",
      "Please get ready, you speak soon.",
      "Please come to the end, your time is nearly over.",
      "Please take your seats, the meeting begins soon.",
      "Please keep order in the room.",
      "Please report how many delegates are present.",
    ],
    replies: [
      "Understood, we do it at once.",
      "We are ready.",
      "Please wait a few minutes.",
      "We cannot hear clearly, please repeat.",
      "We have no picture, please check.",
      "We need a technician.",
    ],
    acknowledge: "Read",
    answer: "Answer",
    waiting: (count) => `${count} more unread`,
    unread: "Not read yet",
    readBy: (who) => `Read: ${who}`,
    readCount: (read, all) => `Read by ${read} of ${all}`,
    empty: "No messages yet.",
    older: "Older messages",
    toHub: "Write to the presiding site",
    close: "Close",
    running: "Running text under the stage",
    show: "Show",
    clear: "Clear",
    stand: "Stop the moving text",
    move: "Let the text move",
  },
  queue: {
    title: "Waiting to speak",
    empty: "No site has asked for the floor.",
    next: (site) => `Give to the next: ${site}`,
    asked: "Has asked",
    dismiss: "Skip",
    request: "Ask for the floor",
    withdraw: "Withdraw request",
    release: "Finish speaking",
    place: (place) => `Number ${place} in the list`,
  },
  turn: {
    free: "Has spoken",
    running: "Left",
    warning: "Nearly over, left",
    over: "Over time",
    still: "Clock stopped",
  },
  health: {
    silent: "No sound from this site",
    silentSite: (site) => `No sound from ${site}.`,
    own: {
      none: "There is no microphone. Plug one in.",
      device_muted:
        "The microphone gives no sound at all: check its mute button and its cable.",
      silent:
        "Too quiet: speak close to the microphone. If that does not help, the wrong " +
        "microphone is in use: press Devices and choose another.",
      clipping:
        "The sound is distorted because it is too loud: turn the microphone or the " +
        "mixer down, or speak further away.",
      echo:
        "The other sites are heard again through this room's microphone: turn the " +
        "speaker down, move the microphone away from it, or press Devices and choose " +
        "Meeting room (cancels echo and noise).",
      not_sent:
        "The microphone works, but its sound does not leave this device: it is being " +
        "sent anew. If that does not help, reload the page.",
      black: "This site's picture is black: open the lens cover or turn the lights on.",
      frozen:
        "This site's picture stands still: plug the camera in again, or reload the page.",
    },
    causes: {
      none: "The site's device has no microphone.",
      device_muted: "The microphone is muted by its own button, or not plugged in.",
      silent: "Too quiet, perhaps the wrong microphone is in use.",
      not_sent: "The microphone works, but its sound does not leave the site.",
      unpublished: "The site's device does not send its microphone.",
      closed: "The site keeps its microphone closed.",
      no_packets: "No sound arrives over the network, perhaps the line is congested.",
      quiet: "The microphone is open, nobody has been heard yet.",
    },
    echoes: (sites) => `Echo from: ${sites}.`,
    echoCause:
      "What is said comes from the speaker there into its microphone, and back.",
    cutEcho: (site) => `Mute ${site}`,
    marks: {
      silent: "Not heard",
      tcp: "Over TCP",
      none: "No microphone",
      clipping: "Distorted sound",
      echo: "Echo",
      noCamera: "No camera",
      black: "Black picture",
      frozen: "Frozen picture",
    },
    lines: {
      good: "Connected, good line",
      fair: "Connected, fair line",
      poor: "Connected, weak line",
      lost: "Line lost",
    },
  },
  lines: {
    title: "Lines",
    titlePinned: (sites) => `Lines (${sites} sites limited)`,
    intro:
      "Each site's device measures its line and shows fewer pictures to keep the sound. " +
      "Limit a line only to save data, or when pictures interrupt the sound.",
    measured: "As measured",
    timeline: "Connection log",
    technician: "Machines of the sites",
    listed: (profile) => `At most ${profile}`,
    short: { full: "full", thin: "reduced", audio: "sound only" },
    mark: (down, up) =>
      down === up ? `Line: ${down}` : `Receives ${down}, sends ${up}`,
    both: {
      thin: "Fewer and smaller pictures, to keep the sound.",
      audio: "The line carries only sound and photos of slides.",
    },
    down: {
      thin: "Fewer and smaller pictures are received, to keep the sound.",
      audio: "The line carries only sound and photos of slides to here.",
    },
    up: {
      thin: "A smaller picture is sent, to keep the sound.",
      audio: "The line carries only sound: no picture is sent.",
    },
    saved: "Picture left out to keep the sound",
    still: (seconds) =>
      seconds < 5 ? "Photo taken just now" : `Photo taken ${seconds} seconds ago`,
  },
  connection: {
    connecting: "Connecting to the meeting room…",
    lost:
      "The connection to the server is lost, reconnecting by itself… " +
      "picture and sound may be interrupted.",
    because: {
      network: "This machine has no network: check the cable or the Wi-Fi.",
      server: "The server does not answer; it may be restarting.",
      engine:
        "The media engine does not answer; it may be restarting. If this lasts " +
        "longer than a minute, tell the technician.",
      media: (udp, tcp) =>
        "The server answers, but picture and sound do not come through: the network " +
        `between this room and the server seems to block ports ${udp}/udp and ` +
        `${tcp}/tcp. Ask the network's technician to open ${udp}/udp, or else ` +
        `${tcp}/tcp.`,
      signal: "The control connection is interrupted.",
    },
    serverOnly:
      "The meeting server is restarting: picture and sound go on, " +
      "the chair's commands take a few seconds.",
    elsewhere: "This device is attending the meeting in another window.",
    takeOver: "Use this window",
    refused: "This device may not enter the meeting room.",
    retry: "Try again",
    toPlan: "Back to the meeting's page",
    signIn: "Sign in",
    ended: "The meeting has ended.",
  },
  devices,
  kiosk,
  page: {
    confirm: "Confirm",
    yes: "Yes",
    no: "No",
    requestFailed: "The server did not get the request. Try again.",
  },
} satisfies Messages;
