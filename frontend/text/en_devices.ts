/** The English sentences about cameras, microphones and speakers. */
import type { Messages } from "./messages";

export const devices = {
  title: "Device check",
  change: "Devices",
  close: "Close devices",
  intro: "Choose the room's camera, microphone and speaker before entering.",
  overTcp: (udp) =>
    "The room's network blocks UDP: picture and sound go over TCP and stand still when " +
    `packets are lost. Ask the network's technician to open port ${udp}/udp to the server.`,
  companion:
    "This is a companion device of the site: it shows pictures only, plays no " +
    "sound and opens no microphone.",
  camera: "Camera",
  microphone: "Microphone",
  speaker: "Speaker",
  defaultSpeaker: "The machine's default speaker",
  capture: "Slides from: HDMI capture, document camera",
  noCapture: "Not used",
  captureSound: "Sound of the slides",
  noCaptureSound: "No sound",
  second: {
    on: "Show documents on the second display",
    off: "Turn the second display off",
    refused:
      "The browser blocks new windows. Allow pop-ups for this page, then press again.",
    waiting: "What is shared will appear here",
  },
  unnamed: (index) => `Device ${index}`,
  level: "Microphone level",
  heard: "The microphone hears you",
  speak: "Say a few words",
  testSound: "Play a test sound",
  mode: "Sound mode",
  modes: {
    room: "Meeting room (cancels echo and noise)",
    mixer: "Mixer (sends the sound as it is)",
    headset: "Headset (only removes noise)",
  },
  gain: "Loudness of the microphone",
  gains: {
    lowest: "Much quieter",
    low: "Quieter",
    normal: "As it comes",
    high: "Louder",
    highest: "Much louder",
  },
  enter: "Enter the meeting room",
  asking: "Opening camera and microphone… If the browser asks, choose Allow.",
  finding:
    "Looking for what can be shown… If the browser asks for camera or microphone, " +
    "allow it: nobody sees or hears them.",
  again: "Check again",
  ready: "The devices are ready",
  problems: {
    insecure:
      "This page was not opened at a secure address (https), so the browser does " +
      "not allow camera and microphone. Open it at the server's https address.",
    permission:
      "The browser blocks the camera or the microphone. Press the lock beside the " +
      "page address, choose Allow, then press Check again.",
    noCamera: "No camera found. Connect one, then press Check again.",
    noMicrophone: "No microphone found. Connect one, then press Check again.",
    cameraInUse:
      "Another program is using the camera. Close it, then press Check again.",
    microphoneInUse:
      "Another program is using the microphone. Close it, then press Check again.",
    cameraFailed: "The camera does not open. Reconnect it or choose another.",
    microphoneFailed: "The microphone does not open. Reconnect it or choose another.",
    silent: "The microphone is silent. Speak, check its mute button or choose another.",
    black: "The picture is black. Open the lens cover or switch on the light.",
    speakerFailed: "This speaker cannot be used. Choose another.",
  },
} satisfies Messages["devices"];
