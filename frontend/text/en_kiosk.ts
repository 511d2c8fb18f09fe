/** The English sentences of a room computer. */
import { ZONE } from "../islands/kiosk/kiosk";
import type { Messages } from "./messages";

const date = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
});
const weekday = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, weekday: "long" });

export const kiosk = {
  day: (now) => `${weekday.format(now)}, ${date.format(now)}`,
  next: "Next meeting",
  none: "No meeting is planned for this room.",
  starts: (hour, start, minutes) =>
    `Starts at ${hour} on ${date.format(start)} · in ${left(minutes)}`,
  help: (technician, hotline) =>
    technician
      ? `Help: call ${technician}, number ${hotline}`
      : `Help: call number ${hotline}`,
  connected: "Connected to the server",
  lost: "The connection to the server is lost, reconnecting by itself",
  look: "Look at camera and microphone",
} satisfies Messages["kiosk"];

function left(minutes: number): string {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}
