/** Reads counters, and the way of the packets, from the browser's report of a track. */
import type { Flow, Flowed } from "./bridge";
import type { Path } from "./health";
import type { Reading } from "./profile";

export function sum(
  report: RTCStatsReport | undefined,
  type: string,
  field: string,
): number {
  let total = 0;
  report?.forEach((entry) => {
    if (entry.type === type) total += Number(entry[field] ?? 0);
  });
  return total;
}

/** Internet and UDP headers, which the browser does not count. */
const HEADERS = 28;
/** Fewer packets than this say nothing about loss. */
const FEW = 20;
/** As many lines as only the best layer of a camera has. */
export const SHARP = 540;

/** What went both ways over all connections of a room. */
export function flowOf(reports: readonly (RTCStatsReport | undefined)[]): Flow {
  const all = (type: string, field: string) =>
    reports.reduce((total, report) => total + sum(report, type, field), 0);
  const come = reports.flatMap((report) => heights(report, "inbound-rtp"));
  const bytes = (way: string) =>
    all("transport", `bytes${way}`) + HEADERS * all("transport", `packets${way}`);
  return {
    down: {
      bytes: bytes("Received"),
      packets: all("inbound-rtp", "packetsReceived"),
      // What was lost and came a second time is no more counted as lost.
      lost:
        all("inbound-rtp", "packetsLost") +
        all("inbound-rtp", "retransmittedPacketsReceived"),
    },
    up: {
      bytes: bytes("Sent"),
      packets: all("outbound-rtp", "packetsSent"),
      lost:
        all("remote-inbound-rtp", "packetsLost") +
        all("outbound-rtp", "retransmittedPacketsSent"),
    },
    held: reports.some((report) => isHeld(report, "bandwidth")),
    busy: reports.some((report) => isHeld(report, "cpu")),
    answers: all("candidate-pair", "responsesReceived"),
    jitter: Math.max(0, ...reports.map(jitterOf)),
    carries: all("candidate-pair", "availableOutgoingBitrate") / 1000,
    rtt: Math.max(0, ...reports.map(rttOf)),
    sharp: come.filter((lines) => lines >= SHARP).length,
    lines: Math.max(0, ...reports.flatMap((one) => heights(one, "outbound-rtp"))),
  };
}

/** What went one way between two looks. */
export function passed(
  before: Flowed,
  after: Flowed,
  seconds: number,
): Pick<Reading, "kbps" | "loss"> {
  const lost = Math.max(0, after.lost - before.lost);
  const all = after.packets - before.packets + lost;
  const bytes = Math.max(0, after.bytes - before.bytes);
  return {
    kbps: (bytes * 8) / 1000 / seconds,
    loss: all < FEW ? null : lost / all,
  };
}

/** The lines of each picture of this kind that runs. */
function heights(report: RTCStatsReport | undefined, type: string): number[] {
  const found: number[] = [];
  report?.forEach((entry) => {
    const runs = entry.type === type && entry.framesPerSecond > 0;
    if (runs && entry.frameHeight) found.push(entry.frameHeight);
  });
  return found;
}

/** Of the pair of addresses that is in use. */
function rttOf(report: RTCStatsReport | undefined): number {
  let seconds = 0;
  report?.forEach((entry) => {
    if (entry.type === "candidate-pair" && entry.nominated)
      seconds = Math.max(seconds, entry.currentRoundTripTime ?? 0);
  });
  return seconds * 1000;
}

/** Of the sound that comes. */
function jitterOf(report: RTCStatsReport | undefined): number {
  let seconds = 0;
  report?.forEach((entry) => {
    const sound = entry.type === "inbound-rtp" && entry.kind === "audio";
    if (sound && entry.packetsReceived > 0)
      seconds = Math.max(seconds, entry.jitter ?? 0);
  });
  return seconds * 1000;
}

function isHeld(report: RTCStatsReport | undefined, by: "bandwidth" | "cpu"): boolean {
  let held = false;
  report?.forEach((entry) => {
    const limited = entry.qualityLimitationReason === by;
    if (entry.type === "outbound-rtp" && entry.active && limited) held = true;
  });
  return held;
}

/** Which protocol the connection of this track has settled on. */
export function pathOf(report: RTCStatsReport | undefined): Path {
  const found = new Map<string, Record<string, unknown>>();
  report?.forEach((entry) => {
    found.set(entry.id, entry);
  });
  const next = (from: Record<string, unknown> | undefined, field: string) =>
    found.get(String(from?.[field]));
  const transport = [...found.values()].find((entry) => entry.type === "transport");
  const pair = next(transport, "selectedCandidatePairId");
  const protocol = next(pair, "localCandidateId")?.protocol;
  return protocol === "udp" || protocol === "tcp" ? protocol : "unknown";
}
