import "server-only";

/** What people call a place by the system that posts to it. */
const CALLED: ReadonlyMap<string, string> = new Map([
  ["prometheus", "/api/v2/alerts"],
  ["vmalert", "/api/v2/alerts"],
  ["loki", "/api/v2/alerts"],
  ["mimir", "/api/v2/alerts"],
  ["cloudwatch", "/api/ingest/sns"],
  ["aws", "/api/ingest/sns"],
  ["kuma", "/api/ingest/uptime-kuma"],
  ["pd", "/api/ingest/pagerduty"],
]);

/** Longer paths are near to nothing. */
const LONGEST = 100;

/**
 * The place among those that take alerts which a wrong path most likely means: the same but for a
 * few letters, or one that ends like a part of it. Null where none is near.
 */
export function nearest(path: string, places: readonly string[]): string | null {
  const given = path.toLowerCase().replaceAll(/\/+/gu, "/");
  if (given.length > LONGEST) return null;
  const parts = given.split("/").map(lettersOf).filter(Boolean);
  const named = parts.map((part) => CALLED.get(part)).find((place) => place !== undefined);
  const [best] = places
    .map((place) => ({
      place,
      edits: editsBetween(given, place),
      distance: distanceTo(place, given, parts),
    }))
    .sort((a, b) => a.distance - b.distance || a.edits - b.edits);
  if (best !== undefined && best.distance <= 2) return best.place;
  return named ?? null;
}

function distanceTo(place: string, given: string, parts: readonly string[]): number {
  const last = lettersOf(place.slice(place.lastIndexOf("/")));
  const byPart = parts.map((part) => editsBetween(part, last) + 0.5);
  // A part that only begins or ends like it is something more: `grafana-webhook`.
  const within = parts.some((part) => last.length > 2 && part.includes(last)) ? 1.5 : Infinity;
  return Math.min(
    editsBetween(given, place),
    within,
    ...byPart.filter((edits) => edits < last.length / 2),
  );
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/gu, "");
}

/** How many letters must be put in, left out or changed to make one text of the other. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (const [at, other] of [...b].entries()) {
      const changed = (row[at] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
