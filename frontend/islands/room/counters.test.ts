import { describe, expect, it } from "vitest";
import { pathOf } from "./counters";

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
