import { ok } from "../../../domain/problem.ts";
import type { DeliveryReads } from "../deliveries.ts";
import { asResult } from "../refusal.ts";
import { openForReading } from "./file/database.ts";
import { promising, refusing } from "./file/refusal.ts";
import { prepareMoments } from "./queries/moments.ts";
import { prepareReadWebhooks } from "./webhooks/read.ts";

/** How long (ms) a read waits for a file that another process holds. */
const READ_TIMEOUT = 1_000;
/** Pages that the connection keeps (KiB). */
const CACHE_KIB = 2_048;

/**
 * What whoever sends to webhooks reads of a SQLite file. Each read holds up the thread that asks. `onUnreadable` is
 * told each time why SQLite refuses to read.
 */
export function openDeliveryReads(
  file: string,
  onUnreadable: (cause: string) => void,
): DeliveryReads {
  const tables = openForReading(file, READ_TIMEOUT, CACHE_KIB);
  const webhooks = prepareReadWebhooks(tables);
  const moments = prepareMoments(tables);
  const after = refusing(moments.after, onUnreadable);
  const at = refusing(moments.at, onUnreadable);
  return {
    all: promising(webhooks.all, onUnreadable),
    course: promising(webhooks.course, onUnreadable),
    secrets: promising(webhooks.secrets, onUnreadable),
    moments: {
      after: (...asked) => asResult(() => ok(after(...asked))),
      at: (seq) => asResult(() => ok(at(seq))),
    },
    close: async () => void tables.$client.close(),
  };
}
