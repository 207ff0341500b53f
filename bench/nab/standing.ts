import type { Sample } from "../bench.ts";
import type { File } from "./corpus.ts";
import { normalised, probationOf, scoreOf } from "./scoring.ts";
import type { Watch } from "./watching.ts";

/** Every quarter of a deviation, from what opens far too often to what opens hardly ever. */
const THRESHOLDS = Array.from({ length: 53 }, (_, index) => 2 + index / 4);

interface Watched {
  readonly file: File;
  /** By threshold, in their order: the rows in which an alert opens, and what NAB gives for them. */
  readonly opened: readonly (readonly number[])[];
  readonly scores: readonly number[];
}

/** How a way of watching does on files of NAB: with the one threshold that is best for all, and with given ones. */
export function standingOf(
  files: readonly File[],
  watch: (file: File) => Watch,
  sensitivities: Readonly<Record<string, number>> = {},
): Sample {
  const watched = files.map((file): Watched => {
    const at = watch(file);
    const opened = THRESHOLDS.map((threshold) => at(threshold));
    return { file, opened, scores: opened.map((rows) => scoreOf(file, rows)) };
  });
  const best = bestOf(watched);
  const fixed = Object.entries(sensitivities).flatMap(([name, threshold]) => {
    const index = THRESHOLDS.indexOf(threshold);
    return [
      [`NAB score at ${name} (${threshold})`, totalOf(watched, index)],
      [`rows for each false alert at ${name}`, rowsForEachFalse(watched, index)],
    ] as const;
  });
  return {
    "NAB score": totalOf(watched, best),
    "threshold of all files": THRESHOLDS[best] ?? Number.NaN,
    "NAB score, each file by the threshold of the others": heldOutOf(watched),
    "windows found": foundOf(watched, best),
    "false alerts": falseOf(watched, best),
    ...Object.fromEntries(fixed),
  };
}

/** As NAB chooses: by the scores of all files. */
function bestOf(watched: readonly Watched[]): number {
  const totals = THRESHOLDS.map((_, index) => totalOf(watched, index));
  return totals.indexOf(Math.max(...totals));
}

function totalOf(watched: readonly Watched[], index: number): number {
  return normalised(sum(watched.map(({ scores }) => scores[index] ?? 0)), windowsOf(watched));
}

/** What is left of the score where no file has a say in its own threshold. */
function heldOutOf(watched: readonly Watched[]): number {
  const scores = watched.map((one) => {
    const index = bestOf(watched.filter((other) => other !== one));
    return one.scores[index] ?? 0;
  });
  return normalised(sum(scores), windowsOf(watched));
}

function windowsOf(watched: readonly Watched[]): number {
  return sum(watched.map(({ file }) => file.windows.length));
}

/** Windows in which an alert opens. */
export function foundOf(
  watched: readonly Pick<Watched, "file" | "opened">[],
  index: number,
): number {
  return sum(
    watched.map(({ file, opened }) => {
      const rows = opened[index] ?? [];
      return file.windows.filter(([first, last]) => rows.some((row) => first <= row && row <= last))
        .length;
    }),
  );
}

/** Alerts outside of all windows, after the rows in which nothing counts. */
export function falseOf(
  watched: readonly Pick<Watched, "file" | "opened">[],
  index: number,
): number {
  return sum(
    watched.map(({ file, opened }) => {
      const inWindow = (row: number) =>
        file.windows.some(([first, last]) => first <= row && row <= last);
      const rows = (opened[index] ?? []).filter((row) => row >= probationOf(file.rows));
      return rows.filter((row) => !inWindow(row)).length;
    }),
  );
}

/** In the first rows of a file no alert counts as false, so they do not count either. */
function rowsForEachFalse(watched: readonly Watched[], index: number): number {
  const counted = watched.map(({ file }) => file.rows - probationOf(file.rows));
  return sum(counted) / falseOf(watched, index);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
