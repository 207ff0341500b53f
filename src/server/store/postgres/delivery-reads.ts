import { ok } from "../../../domain/problem.ts";
import type { DeliveryReads } from "../deliveries.ts";
import { asResult } from "../refusal.ts";
import { openDatabase } from "./connection/database.ts";
import { createPrimary } from "./connection/primary.ts";
import { refusing } from "./connection/refusal.ts";
import { createMoments } from "./queries/moments.ts";
import { createWebhookReads } from "./webhooks/read.ts";

/** As many as are asked for at once: whoever sends has dozens of requests under way. */
const CONNECTIONS = 3;

/** What whoever sends to webhooks reads of a database. `onUnreadable` is told each time why it refuses to read. */
export function openDeliveryReads(
  url: string,
  onUnreadable: (cause: string) => void,
): DeliveryReads {
  const database = openDatabase(createPrimary(url), { connections: CONNECTIONS });
  const webhooks = createWebhookReads(database);
  const moments = createMoments();
  const after = refusing(
    (...asked: Parameters<DeliveryReads["moments"]["after"]>) =>
      database.read((session) => moments.after(session, ...asked)),
    onUnreadable,
  );
  const at = refusing(
    (seq: number) => database.read((session) => moments.at(session, seq)),
    onUnreadable,
  );
  return {
    all: refusing(webhooks.all, onUnreadable),
    course: refusing(webhooks.course, onUnreadable),
    secrets: refusing(webhooks.secrets, onUnreadable),
    moments: {
      after: (...asked) => asResult(async () => ok(await after(...asked))),
      at: (seq) => asResult(async () => ok(await at(seq))),
    },
    close: () => database.close(),
  };
}
