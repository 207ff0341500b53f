import { readFileSync } from "node:fs";

/** Ticks of the kernel's clock in a second, the same on every Linux. */
const TICKS = 100;

/** Seconds of processor time that a process has used, with its threads, and the processes it runs. */
export function processorTime(pid: number): number {
  return sum(familyOf(pid).map(ownProcessorTime));
}

function ownProcessorTime(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may hold anything; user and system time are the 14th and 15th field.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/**
 * Memory (MiB) of a process and those it runs that is resident: their own, their threads', and files
 * that they have mapped. What they share counts for each.
 */
export function residentMemory(pid: number): number {
  return sum(familyOf(pid).map(ownResidentMemory));
}

/** A process and those that it has started and that still run. */
function familyOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return [pid, ...(children.match(/\d+/gu) ?? []).map(Number)];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function ownResidentMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(?<kib>\d+) kB$/mu.exec(status)?.groups?.["kib"]) / 1024;
}
