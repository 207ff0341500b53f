import { readFileSync } from "node:fs";

/** Ticks of the kernel's clock in a second, the same on every Linux. */
const TICKS = 100;

/** Seconds of processor time that a process has used, with its threads, and the processes it runs. */
export function processorTime(pid: number): number {
  return sum(familyOf(pid).map(ownProcessorTime));
}

/** The same with what those have used that it has run and that have ended. */
export function processorTimeOfAll(pid: number): number {
  return sum(familyOf(pid).map(ownProcessorTime)) + ticksOf(pid, 13, 14) / TICKS;
}

/** The same without those it runs. */
export function ownProcessorTime(pid: number): number {
  // User and system time are the 14th and 15th field, those of ended children the two after.
  return ticksOf(pid, 11, 12) / TICKS;
}

function ticksOf(pid: number, ...places: readonly number[]): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses, the second field, may hold anything.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return sum(places.map((place) => Number(fields[place])));
}

/**
 * Memory (MiB) of a process and those it runs that is resident, their threads' included. A part of a
 * file that several of them have mapped, such as the program itself, lies in memory once and counts once.
 */
export function residentMemory(pid: number): number {
  const files = new Map<string, number>();
  let own = 0;
  for (const { place, resident, anonymous } of familyOf(pid).flatMap(mappingsOf)) {
    own += anonymous;
    if (place !== null) files.set(place, Math.max(files.get(place) ?? 0, resident - anonymous));
  }
  return (own + sum([...files.values()])) / 1024;
}

/** The same (MiB) as the sum of what each of them has resident (RSS): what they share counts for each. */
export function residentSets(pid: number): number {
  return (
    sum(
      familyOf(pid)
        .flatMap(mappingsOf)
        .map(({ resident }) => resident),
    ) / 1024
  );
}

/** A process and those that it has started and that still run. */
export function familyOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return [pid, ...(children.match(/\d+/gu) ?? []).map(Number)];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

interface Mapping {
  /** Where it begins in which file; null where it is of none. */
  readonly place: string | null;
  /** KiB that are in memory. */
  readonly resident: number;
  /** KiB of these that are the process's own, as no file has them. */
  readonly anonymous: number;
}

/** See proc_pid_smaps(5). */
function mappingsOf(pid: number): Mapping[] {
  const text = readFileSync(`/proc/${pid}/smaps`, "utf8");
  return text.split(/^(?=[\da-f]+-[\da-f]+ )/mu).map((mapping) => {
    const [, , offset = "", device = "", inode = ""] = mapping.split(/\s+/u, 5);
    const kib = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(?<kib>\\d+) kB$`, "mu").exec(mapping)?.groups?.["kib"]);
    const [resident, anonymous] = [kib("Rss"), kib("Anonymous")];
    if (inode === "0") return { place: null, resident, anonymous: resident };
    return { place: `${device} ${inode} ${offset}`, resident, anonymous };
  });
}
