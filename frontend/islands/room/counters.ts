/** Reads one counter from the browser's report of a track. */

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
