import "server-only";
import pino from "pino";

export type Log = pino.Logger;

/**
 * JSON lines on standard error; standard output is for the one line that names the address. Where they
 * cannot be written, as to a terminal that was closed, they are lost and the server goes on: pino's own
 * destination tries again for ever there, and would never let it end.
 */
export function createLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, process.stderr);
}

/** What nobody can read any more is no reason to end. */
export function surviveClosedTerminal(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}
