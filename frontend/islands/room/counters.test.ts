import { describe, expect, it } from "vitest";
import { flowOf, pathOf } from "./counters";

function report(...entries: Record<string, unknown>[]): RTCStatsReport {
  const rows = entries.map((entry) => [String(entry.id), entry] as const);
  return new Map(rows) as unknown as RTCStatsReport;
}

const transport = { id: "T", type: "transport", selectedCandidatePairId: "P2" };
const pairs = [
  { id: "P1", type: "candidate-pair", localCandidateId: "L1" },
  { id: "P2", type: "candidate-pair", localCandidateId: "L2" },
];
const udp = { id: "L1", type: "local-candidate", protocol: "udp" };
const tcp = { id: "L2", type: "local-candidate", protocol: "tcp" };

describe("the way of the packets", () => {
  it("is that of the pair that was settled on, not of those that were tried", () => {
    expect(pathOf(report(transport, ...pairs, udp, tcp))).toBe("tcp");
  });

  it("is unknown until there is one", () => {
    expect(pathOf(undefined)).toBe("unknown");
    expect(pathOf(report({ id: "T", type: "transport" }, ...pairs, udp))).toBe(
      "unknown",
    );
  });
});

describe("what went both ways", () => {
  const sent = {
    id: "O",
    type: "outbound-rtp",
    packetsSent: 500,
    retransmittedPacketsSent: 6,
    active: true,
    qualityLimitationReason: "bandwidth",
    frameHeight: 360,
    framesPerSecond: 20,
  };
  const whole = report(
    { ...transport, bytesSent: 1000, packetsSent: 10, bytesReceived: 2000 },
    {
      id: "P2",
      type: "candidate-pair",
      availableOutgoingBitrate: 280_000,
      nominated: true,
      currentRoundTripTime: 0.04,
    },
    { id: "R", type: "remote-inbound-rtp", packetsLost: 4 },
    {
      id: "I1",
      type: "inbound-rtp",
      kind: "audio",
      packetsReceived: 90,
      packetsLost: 3,
      jitter: 0.012,
    },
    {
      id: "I2",
      type: "inbound-rtp",
      packetsReceived: 40,
      retransmittedPacketsReceived: 2,
      frameHeight: 720,
      framesPerSecond: 25,
    },
    { id: "I3", type: "inbound-rtp", frameHeight: 720, framesPerSecond: 0 },
    sent,
  );

  it("is counted in whole packets, those that had to come twice among the lost", () => {
    const { down, up } = flowOf([whole, undefined]);
    expect(up).toEqual({ bytes: 1280, packets: 500, lost: 10 });
    expect(down).toEqual({ bytes: 2000, packets: 130, lost: 5 });
  });

  it("tells what holds the browser back, and how good the running pictures are", () => {
    const { held, carries, rtt, sharp, lines } = flowOf([whole]);
    expect({ held, carries, rtt, sharp, lines }).toEqual({
      rtt: 40,
      held: true,
      carries: 280,
      sharp: 1,
      lines: 360,
    });
    const resting = report({ ...sent, active: false, framesPerSecond: 0 });
    expect(flowOf([resting])).toMatchObject({ held: false, lines: 0 });
  });

  it("tells how unevenly sound comes, and whether this computer is too slow", () => {
    expect(flowOf([whole])).toMatchObject({ jitter: 12, busy: false });
    const slow = report({ ...sent, qualityLimitationReason: "cpu" });
    expect(flowOf([slow])).toMatchObject({ jitter: 0, busy: true, held: false });
  });
});
