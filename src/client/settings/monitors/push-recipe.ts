import type { Pairs } from "../../../domain/alert.ts";

/** How a number of that name is pushed to a server at that address. */
export function pushRecipe(name: string, labels: Pairs, origin: string): string {
  const labelled = Object.keys(labels).length > 0;
  const number = { name, ...(labelled && { labels }), value: 980 };
  // What is quoted so, a shell takes as it is.
  const quoted = JSON.stringify([number]).replaceAll("'", String.raw`'\''`);
  return `curl ${origin}/api/ingest/metrics \\
  -H 'Authorization: Bearer tsn_…' \\
  -H 'Content-Type: application/json' \\
  -d '${quoted}'`;
}
