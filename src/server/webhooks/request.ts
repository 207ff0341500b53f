import { SIGNED_PRESETS } from "../../protocol/webhook-preset.ts";
import type { OutboundRequest } from "../outbound/guard.ts";
import type { KeptWebhook, WebhookSecrets } from "../store/webhooks.ts";
import type { Message, Outgoing } from "./preset/message.ts";
import { WRITERS } from "./preset/preset.ts";
import { templateOf } from "./preset/template.ts";
import { signatureHeaders } from "./signature.ts";

/**
 * The request by which a webhook is told of something; null where its kind of receiver is told nothing of
 * that. `at` is when it is sent (ms since 1970): but for that and the signature, a retry has the same bytes.
 */
export function requestOf(
  webhook: Pick<KeptWebhook, "preset" | "template">,
  { url, headers, secret, formers }: WebhookSecrets,
  message: Message,
  at: number,
): OutboundRequest | null {
  const address = URL.parse(url);
  const outgoing = address === null ? null : writtenFor(webhook, message, address);
  if (outgoing === null) return null;
  const secrets = [
    secret,
    ...formers.filter(({ until }) => at < until).map((former) => former.secret),
  ];
  const signature = SIGNED_PRESETS.includes(webhook.preset)
    ? signatureHeaders({ id: message.id, at, body: outgoing.body, secrets })
    : {};
  return { ...outgoing, headers: { ...headers, ...outgoing.headers, ...signature } };
}

function writtenFor(
  { preset, template }: Pick<KeptWebhook, "preset" | "template">,
  message: Message,
  address: URL,
): Outgoing | null {
  if (preset !== "template") return WRITERS[preset](message, address);
  const parsed = templateOf(template ?? "");
  return parsed.ok ? parsed.write(message, address) : null;
}
