import { fail } from "../../../../domain/problem.ts";
import { MOST_WEBHOOKS } from "../../webhooks.ts";

export function noWebhook(id: number) {
  return fail("webhook-not-found", `There is no webhook ${id}.`);
}

export function noEvent(seq: number) {
  return fail("event-not-found", `There is no event ${seq}.`);
}

export function tooManyWebhooks() {
  return fail("too-many-webhooks", `There may be ${MOST_WEBHOOKS}.`);
}
