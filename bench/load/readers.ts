import { fork } from "node:child_process";
import { once } from "node:events";
import type { DialectName } from "./dialects.ts";
import type { Server } from "../peers/server.ts";

/** What all sockets together have been sent since the last reset. */
export interface Tally {
  rows: number;
  frames: number;
  /** Frames that did not begin where the one before them ended. */
  gaps: number;
  /** Milliseconds from taking an alert in to having it, on some of the sockets. */
  readonly latencies: number[];
}

export interface Readers extends AsyncDisposable {
  reset(): void;
  tell(): Promise<Tally>;
}

/** Sockets in a process of their own that read all they are sent; all of them are subscribed. */
export async function startReaders(
  server: Server,
  dialect: DialectName,
  count: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Readers> {
  const child = fork(new URL("readers-process.ts", import.meta.url), [
    server.url,
    dialect,
    String(count),
    Object.entries(headers)
      .map(([header, value]) => `${header}: ${value}\r\n`)
      .join(""),
  ]);
  await once(child, "message");
  return {
    reset: () => void child.send("reset"),
    async tell() {
      const answer = once(child, "message");
      child.send("tell");
      const [tally] = (await answer) as [Tally];
      return tally;
    },
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}
