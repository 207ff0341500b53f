import { preparePauseWebhook, prepareReplayEvents, prepareResumeWebhook } from "./course.ts";
import { prepareDrop, prepareNoteAttempt, prepareRoute, prepareSettle } from "./deliveries.ts";
import {
  prepareAddWebhook,
  prepareChangeWebhook,
  prepareRemoveWebhook,
  prepareRotateSecret,
} from "./settings.ts";

/** What may be written of webhooks, by name: each a part of the transaction that it is called in. */
export const WEBHOOK_WRITES = {
  addWebhook: prepareAddWebhook,
  changeWebhook: prepareChangeWebhook,
  removeWebhook: prepareRemoveWebhook,
  rotateSecret: prepareRotateSecret,
  pauseWebhook: preparePauseWebhook,
  resumeWebhook: prepareResumeWebhook,
  replayEvents: prepareReplayEvents,
  route: prepareRoute,
  settle: prepareSettle,
  dropPending: prepareDrop,
  noteAttempt: prepareNoteAttempt,
};
