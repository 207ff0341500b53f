import { readFileSync } from "node:fs";

/** Ticks of the kernel's clock in a second, the same on every Linux. */
const TICKS = 100;

/** Seconds of processor time that a process has used, all of its threads. */
export function processorTime(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may hold anything; user and system time are the 14th and 15th field.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Memory (MiB) of a process that is resident: its own, its threads', and files that it has mapped. */
export function residentMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(?<kib>\d+) kB$/mu.exec(status)?.groups?.["kib"]) / 1024;
}
