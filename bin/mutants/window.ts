import type { Subject } from "./mutant.ts";

const TESTS = ["src/client/window/window.test.ts", "src/client/window/arrivals.test.ts"];

/** Of the rows that the reader has before them. */
export const WINDOW: readonly Subject[] = [
  {
    file: "src/client/window/window.ts",
    tests: TESTS,
    mutants: [
      {
        fault: "catchUp applies nothing again",
        original: "update.to > seq)",
        replacement: "false)",
      },
      {
        fault: "catchUp applies again only what the page has already",
        original: "update.to > seq)",
        replacement: "update.to <= seq)",
      },
      {
        fault: "a second gap in which nothing arrived makes the first forgotten",
        original: "held.size === 0 ? before.gap :",
        replacement: "held.size === 0 ? null :",
      },
      {
        fault: "a gap lies above what was missed, not below it",
        original: "{ after: known, count: held.size }",
        replacement: "{ after: missed.ids[0] ?? known, count: held.size }",
      },
      {
        fault: "a landing forgets the gap",
        original: "held, returned, gap: before.gap };",
        replacement: "held, returned, gap: null };",
      },
      {
        fault: "what a landing shows stays held as well",
        original: "[...before.held].filter(([id]) => id > known)",
        replacement: "[...before.held]",
      },
      {
        fault: "a page brings in rows that are newer than is known",
        original: ": { from: id + 1, to: newestOf(page, known) };",
        replacement: ": { from: id + 1, to: page.alerts[0]?.id ?? known };",
      },
      {
        fault: "an old removal takes away a row that has come back since",
        original: "removed.has(row.id) && row.seq <= update.to",
        replacement: "removed.has(row.id)",
      },
      {
        fault: "an old patch changes a row that is newer",
        original: "patch && patch.seq > row.seq ?",
        replacement: "patch ?",
      },
      {
        fault: "held arrivals of which only the id is kept are never removed",
        original: "(row === null && !removed.has(id))",
        replacement: "row === null",
      },
      {
        fault: "old rows that come to match within the window are held as well",
        original: "if (row.id <= window.known) continue;",
        replacement: "",
      },
      {
        fault: "a held arrival that matches again only is counted as new",
        original: "&& !isArrival(row, update)) returned.add",
        replacement: "&& false) returned.add",
      },
      {
        fault: "what was received at that very moment is not new",
        original: "Date.parse(receivedAt) >= toldUntil",
        replacement: "Date.parse(receivedAt) > toldUntil",
      },
      {
        fault: "an old version of a held arrival takes the place of the new one",
        original: "held.set(row.id, upsert(kept, row))",
        replacement: "held.set(row.id, row)",
      },
      {
        fault: "held arrivals are told apart without bound",
        original: "else if (held.size < HELD_IDS) held",
        replacement: "else held",
      },
      {
        fault: "arrivals enter although some of them are not at hand",
        original: "[...window.held.values()].every((row) => row !== null)",
        replacement: "true",
      },
      {
        fault: "arrivals enter away from the head",
        original: "return reachesHead(window) &&",
        replacement: "return",
      },
      {
        fault: "the gap is shown where its place is not in the window",
        original: "gap === null || to < gap.after",
        replacement: "gap === null",
      },
      {
        fault: "what is walked on to stays held",
        original: "return { ...window, known, held: new Map(), returned: new Set() };",
        replacement: "return { ...window, known };",
      },
    ],
  },
  {
    file: "src/client/window/stretch.ts",
    tests: TESTS,
    mutants: [
      {
        fault: "stretches that touch are not joined",
        original: "if (a.to + 1 < b.from",
        replacement: "if (a.to < b.from",
      },
      {
        fault: "stretches with a hole between them are joined",
        original: "|| b.to + 1 < a.from) return null;",
        replacement: ") return null;",
      },
      {
        fault: "the older of two versions of a row wins",
        original: "present.seq >= row.seq",
        replacement: "present.seq <= row.seq",
      },
      {
        fault: "what was cut off at the older end is said to be there",
        original: "from: start < excess ?",
        replacement: "from: start < 0 ?",
      },
      {
        fault: "what was cut off at the newer end is said to be there",
        original: "to: start > 0 ?",
        replacement: "to: start > excess ?",
      },
      {
        fault: "rows are kept below the centre only",
        original: "Math.max(newer - CAP / 2, 0)",
        replacement: "Math.max(newer, 0)",
      },
      {
        fault: "the last page does not show where the feed begins",
        original: "older === null ? 0 : (searchedTo?.id ?? alerts.at(-1)?.id ?? 0)",
        replacement: "searchedTo?.id ?? alerts.at(-1)?.id ?? 0",
      },
      {
        fault: "a search goes on from its last row and not from where it came to",
        original: "(searchedTo?.id ?? alerts.at(-1)?.id ?? 0)",
        replacement: "(alerts.at(-1)?.id ?? 0)",
      },
    ],
  },
  {
    file: "src/client/window/wants.ts",
    tests: ["src/client/window/wants.test.ts"],
    mutants: [
      {
        fault: "pages are wanted beyond the beginning of the feed",
        original: "window.from > 0 &&",
        replacement: "",
      },
      {
        fault: "pages are wanted above the head",
        original: "!reachesHead(window) && newer <= FEW",
        replacement: "newer <= FEW",
      },
      {
        fault: "pages are wanted of which nothing would be kept",
        original: "CAP / 2 - PAGE_SIZE / 2",
        replacement: "CAP",
      },
    ],
  },
];
