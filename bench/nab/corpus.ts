import { existsSync, readFileSync } from "node:fs";
import type { Bucket } from "../../src/server/monitor/detector.ts";
import type { Labelled, Window } from "./scoring.ts";

/** One series of the Numenta Anomaly Benchmark. */
export interface File extends Labelled {
  /** Such as `realKnownCause/nyc_taxi.csv`. */
  readonly name: string;
  readonly buckets: readonly Bucket[];
  /** Length of a bucket in seconds: what lies between most rows. */
  readonly bucket: number;
}

/** The files of NAB that are there, of those that its labels name: `data` and `labels` as in its repository. */
export function readCorpus(folder: string): File[] {
  const text = readFileSync(`${folder}/labels/combined_windows.json`, "utf8");
  const labels = JSON.parse(text) as Record<string, [string, string][]>;
  return Object.entries(labels)
    .filter(([name]) => existsSync(`${folder}/data/${name}`))
    .map(([name, windows]) => readFile(`${folder}/data/${name}`, name, windows));
}

function readFile(path: string, name: string, windows: readonly [string, string][]): File {
  const [, ...lines] = readFileSync(path, "utf8").trim().split(/\r?\n/u);
  const measured = lines.map((line) => {
    const [time = "", value = ""] = line.split(",");
    return { time: timeOf(time), value: Number(value) };
  });
  const begin = measured[0]?.time ?? 0;
  const bucket = commonStep(measured.map(({ time }) => time));
  return {
    name,
    bucket: bucket / 1000,
    rows: measured.length,
    windows: windows.map(([first, last]): Window => [rowAt(first), rowAt(last)]),
    // Row by row, as NAB hands them to its detectors, whatever time some of them left out or said twice.
    buckets: measured.map(({ value }, row) => ({ time: begin + row * bucket, value })),
  };

  function rowAt(time: string): number {
    const row = measured.findIndex((one) => one.time === timeOf(time));
    if (row === -1) throw new Error(`${name} has no row at ${time}`);
    return row;
  }
}

function timeOf(text: string): number {
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19)}Z`);
}

/** What lies between most of the times, in their unit: their median distance. */
function commonStep(times: readonly number[]): number {
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  return steps.toSorted((one, other) => one - other)[Math.floor(steps.length / 2)] ?? 0;
}
