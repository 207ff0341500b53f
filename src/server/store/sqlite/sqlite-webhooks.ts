import { flat } from "../engine/flat.ts";
import type { Webhooks } from "../webhooks.ts";
import type { Tables } from "./file/database.ts";
import { promising } from "./file/refusal.ts";
import type { Writer } from "./threads/writer.ts";
import { prepareReadWebhooks } from "./webhooks/read.ts";

export interface SqliteWebhooksOptions {
  /** A connection to read with. */
  readonly tables: Tables;
  /** Does a write in a transaction, wherever that is. */
  readonly write: Writer["write"];
  /** Told each time why SQLite refuses to read. */
  readonly onUnreadable: (cause: string) => void;
}

/** Webhooks in one SQLite file; whoever opened that closes it. */
export function createSqliteWebhooks({
  tables,
  write,
  onUnreadable,
}: SqliteWebhooksOptions): Webhooks {
  const reads = prepareReadWebhooks(tables);
  return {
    all: promising(reads.all, onUnreadable),
    webhook: promising(reads.webhook, onUnreadable),
    secrets: promising(reads.secrets, onUnreadable),
    course: promising(reads.course, onUnreadable),
    attempts: promising(reads.attempts, onUnreadable),
    add: async (webhook, by) => flat(await write("addWebhook", { webhook, by })),
    change: async (id, change, by) => flat(await write("changeWebhook", { id, change, by })),
    remove: async (id, by) => flat(await write("removeWebhook", { id, by })),
    rotate: async (id, secret, formerUntil, by) =>
      flat(await write("rotateSecret", { id, secret, formerUntil, by })),
    pause: async (id, by) => flat(await write("pauseWebhook", { id, by })),
    resume: async (id, from, now, by) => flat(await write("resumeWebhook", { id, from, now, by })),
    replay: async (id, replay, now, by) =>
      flat(await write("replayEvents", { id, replay, now, by })),
    route: (moves, now) => write("route", { moves, now }),
    settle: (settlements) => write("settle", settlements, settlements.length),
    drop: (id, seq) => write("dropPending", { id, seq }),
    note: (id, attempt) => write("noteAttempt", { id, attempt }),
  };
}
