import "server-only";
import pino from "pino";

export type Log = pino.Logger;

/** JSON lines on standard error; standard output is for the one line that names the address. */
export function createLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
