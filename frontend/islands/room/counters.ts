/** Reads counters, and the way of the packets, from the browser's report of a track. */
import type { Path } from "./health";

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
