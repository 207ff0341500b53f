import { flat } from "../engine/flat.ts";
import type { Webhooks } from "../webhooks.ts";
import { refusing } from "./connection/refusal.ts";
import type { Context } from "./context.ts";
import { pauseWebhook, replayEvents, resumeWebhook } from "./webhooks/course.ts";
import { drop, noteAttempt, route, settle } from "./webhooks/deliveries.ts";
import { createWebhookReads } from "./webhooks/read.ts";
import { addWebhook, changeWebhook, removeWebhook, rotateSecret } from "./webhooks/settings.ts";

/** How many commands a settlement takes as long as: each has statements of its own. */
const SETTLING = 40;

/** Webhooks in a database; whoever opened that closes it. */
export function createPostgresWebhooks({ database, write, onUnreadable }: Context): Webhooks {
  const reads = createWebhookReads(database);
  return {
    all: refusing(reads.all, onUnreadable),
    webhook: refusing(reads.webhook, onUnreadable),
    secrets: refusing(reads.secrets, onUnreadable),
    course: refusing(reads.course, onUnreadable),
    attempts: refusing(reads.attempts, onUnreadable),
    add: async (...args) => flat(await write((writing) => addWebhook(writing, ...args))),
    change: async (...args) => flat(await write((writing) => changeWebhook(writing, ...args))),
    remove: async (...args) => flat(await write((writing) => removeWebhook(writing, ...args))),
    rotate: async (...args) => flat(await write((writing) => rotateSecret(writing, ...args))),
    pause: async (...args) => flat(await write((writing) => pauseWebhook(writing, ...args))),
    resume: async (...args) => flat(await write((writing) => resumeWebhook(writing, ...args))),
    replay: async (...args) => flat(await write((writing) => replayEvents(writing, ...args))),
    route: (...args) => write((writing) => route(writing, ...args)),
    settle: (settlements) =>
      write((writing) => settle(writing, settlements), SETTLING * settlements.length),
    drop: (...args) => write((writing) => drop(writing, ...args)),
    note: (...args) => write((writing) => noteAttempt(writing, ...args)),
  };
}
