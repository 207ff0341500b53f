import "server-only";
import * as v from "valibot";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { wellFormed } from "../../domain/well-formed.ts";
import { WEBHOOK_EVENTS } from "../../protocol/webhook-event.ts";
import { PRESETS } from "../../protocol/webhook-preset.ts";
import { REASONS } from "../../protocol/webhook-reason.ts";
import type { Webhook } from "../../protocol/webhooks.ts";
import type { Guard } from "../outbound/guard.ts";
import { faultOfHeader, HEADER_LIMITS } from "../outbound/header.ts";
import { targetOf } from "../outbound/target.ts";
import type { WebhookSettings, WebhookTarget } from "../store/webhooks.ts";
import { FORMS } from "../webhooks/preset/preset.ts";
import { templateOf } from "../webhooks/preset/template.ts";
import { askedFilterSchema } from "./asked-filter.ts";

const MAX_NAME = 100;
const MAX_URL = 4_096;

const bodyEntries = {
  name: v.pipe(
    v.string(),
    v.transform(wellFormed),
    v.trim(),
    v.nonEmpty("must not be empty"),
    v.maxLength(MAX_NAME),
    v.regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, "must be one line of text"),
  ),
  url: v.pipe(v.string(), v.maxLength(MAX_URL)),
  preset: v.optional(v.picklist(PRESETS)),
  filter: v.optional(askedFilterSchema),
  events: v.optional(
    v.pipe(
      v.array(v.picklist(WEBHOOK_EVENTS)),
      v.nonEmpty("must have one at least"),
      v.maxLength(100),
    ),
  ),
  headers: v.optional(v.record(v.string(), v.string())),
  template: v.nullish(v.string()),
  enabled: v.optional(v.boolean()),
};
/** What a webhook is made of. */
export const newWebhookBody = v.object(bodyEntries);
/** What of it is to be other than it is. */
export const changeBody = v.object({
  ...bodyEntries,
  name: v.optional(bodyEntries.name),
  url: v.optional(bodyEntries.url),
});
type Body = v.InferOutput<typeof changeBody>;

/** What a body says; `target` is null where it says no address. */
export interface ReadSettings {
  readonly settings: Partial<WebhookSettings & Pick<WebhookTarget, "headers">>;
  readonly target: { readonly url: string; readonly host: string } | null;
}

/** What a body says, once it is known to fit together and its address to be one that may be called. */
export async function readSettings(
  guard: Pick<Guard, "check">,
  { url, preset, events, headers, template, enabled }: Omit<Body, "name" | "filter">,
  before: Pick<WebhookSettings & WebhookTarget, "preset" | "template" | "url">,
): Promise<Result<ReadSettings>> {
  const form = preset ?? before.preset;
  const text = template === undefined ? before.template : template;
  const fault = faultOfHeaders(headers ?? {}) ?? faultOfTemplate(form, text);
  if (fault !== null) return fail("invalid-body", fault);
  const target = url === undefined ? null : await readAddress(guard, url);
  if (target !== null && !target.ok) return target;
  const wrong = FORMS[form].faultOf(new URL(target?.value.url ?? before.url));
  if (wrong !== null) return fail("invalid-body", `url: ${wrong}`);
  return ok({
    target: target === null ? null : target.value,
    settings: {
      ...(preset === undefined ? {} : { preset }),
      ...(events === undefined ? {} : { events: [...new Set(events)] }),
      ...(headers === undefined ? {} : { headers: lowered(headers) }),
      ...(template === undefined ? {} : { template }),
      ...(enabled === undefined ? {} : { isEnabled: enabled }),
    },
  });
}

function faultOfHeaders(headers: Readonly<Record<string, string>>): string | null {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  if (names.length > HEADER_LIMITS.count)
    return `headers: there may be ${HEADER_LIMITS.count} of them`;
  if (new Set(names).size < names.length) return "headers: one is there twice";
  const faults = Object.entries(headers).flatMap(([name, value]) => {
    const fault = faultOfHeader(name, value);
    return fault === null ? [] : [`headers: ${wellFormed(name).slice(0, 100)} ${fault}`];
  });
  return faults[0] ?? null;
}

function lowered(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function faultOfTemplate(preset: Webhook["preset"], template: string | null): string | null {
  if (preset !== "template") return null;
  if (template === null) return "template: must be there";
  const parsed = templateOf(template);
  return parsed.ok ? null : `template: ${parsed.fault}`;
}

/** The address as it is kept, without what stands behind `#`. */
async function readAddress(
  guard: Pick<Guard, "check">,
  text: string,
): Promise<Result<{ readonly url: string; readonly host: string }>> {
  const target = targetOf(text);
  // A name that is not known now may be later. What is refused is refused again at each attempt.
  const isRefused = target === null || (await guard.check(text)) === "address-refused";
  if (isRefused) return fail("address-refused", `url: ${REASONS["address-refused"]}`);
  const url = new URL(text);
  url.hash = "";
  return ok({ url: url.href, host: target.authority });
}
