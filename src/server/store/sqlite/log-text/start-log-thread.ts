import { Worker } from "node:worker_threads";
import type { Tables } from "../file/database.ts";
import type { FromLogThread, ToLogThread } from "./log-thread.ts";

export type LogThread = ReturnType<typeof startLogThread>;

/** Where a copy of the log may lie, and its alerts until they are copied; whoever names them removes them. */
export interface Beside {
  readonly log: string;
  readonly alerts: string;
}

/** Starts the thread that writes a log into a database whose tables these are, and its alerts into a file of their own. */
export function startLogThread(beside: Beside, { $client: db }: Tables) {
  const schema = db
    .prepare(
      `select type, sql from sqlite_schema
       where tbl_name = 'alerts' and sql is not null order by type = 'table' desc`,
    )
    .all();
  const worker = new Worker(threadUrl(), { workerData: { file: db.name, beside, schema } });
  const waiting: PromiseWithResolvers<FromLogThread>[] = [];
  let end: unknown = null;
  worker.on("message", (answer: FromLogThread) => waiting.shift()?.resolve(answer));
  worker.on("error", (error) => (end = error));
  const exit = new Promise<void>((resolve) => {
    worker.on("exit", () => {
      end ??= new Error("The thread that writes the log has ended.");
      for (const { reject } of waiting) reject(end);
      resolve();
    });
  });

  /** Rejects with what has ended the thread. */
  function ask(question: ToLogThread): Promise<FromLogThread> {
    const asked = Promise.withResolvers<FromLogThread>();
    // Who asks ahead may not be there any more for the answer.
    asked.promise.catch(() => {});
    if (end === null) {
      waiting.push(asked);
      worker.postMessage(question);
    } else asked.reject(end);
    return asked.promise;
  }

  /** Also amid its work, but for a call of SQLite. */
  async function stop(): Promise<void> {
    await worker.terminate();
    await exit;
  }

  return { ask, stop };
}

/** It lies beside this file as source, beside the built server as an entry. */
function threadUrl(): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`./log-thread.${extension}`, import.meta.url);
}
