import type { Failure } from "../../../protocol/answer.ts";
import type { WebhookEvent } from "../../../protocol/webhook-event.ts";
import type { PresetName } from "../../../protocol/webhook-preset.ts";
import type { Webhook } from "../../../protocol/webhooks.ts";
import { failureWords } from "../../words/failure-words.ts";
import { type FilterDraft, filterDraftOf, filterOf, NEW_FILTER } from "../filter-draft.ts";
import { OFFERED_EVENTS } from "./event-words.ts";
import type { WantedWebhook } from "./webhooks.ts";

/** What stands in the form of a webhook, as it was typed. */
export interface Draft extends FilterDraft {
  readonly name: string;
  readonly preset: PresetName;
  /** Empty where the address that is kept is to stay. */
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  /** Null where those that are kept are to stay. */
  readonly headers: readonly HeaderDraft[] | null;
  readonly template: string;
  readonly enabled: boolean;
}

export interface HeaderDraft {
  readonly name: string;
  readonly value: string;
}

const EXAMPLE = `{
  "title": "{{alert.title}}",
  "severity": "{{alert.severity}}",
  "what": "{{type}}",
  "link": {{link}}
}`;

export const NEW_DRAFT: Draft = {
  ...NEW_FILTER,
  name: "",
  preset: "standard",
  url: "",
  events: OFFERED_EVENTS,
  headers: [],
  template: EXAMPLE,
  enabled: true,
};

export function draftOf(webhook: Webhook): Draft {
  const { name, preset, filter, events, headers, template, enabled } = webhook;
  return {
    ...filterDraftOf(filter),
    name,
    preset,
    url: "",
    events,
    headers: headers.length === 0 ? [] : null,
    template: template ?? EXAMPLE,
    enabled,
  };
}

export function wantedOf(draft: Draft): WantedWebhook {
  const { name, preset, events, headers, template, enabled } = draft;
  const url = draft.url.trim();
  return {
    name: name.trim(),
    ...(url !== "" && { url }),
    preset,
    filter: filterOf(draft),
    events,
    ...(headers !== null && { headers: headersOf(headers) }),
    ...(preset === "template" && { template }),
    enabled,
  };
}

function headersOf(rows: readonly HeaderDraft[]): Record<string, string> {
  const filled = rows.filter(({ name, value }) => name.trim() !== "" || value.trim() !== "");
  return Object.fromEntries(filled.map(({ name, value }) => [name.trim(), value.trim()]));
}

export const FIELDS = ["name", "url", "filter", "events", "headers", "template"] as const;
export type FieldName = (typeof FIELDS)[number];

/** What the server says against a field; null for the field where it is against none of them. */
export interface Objection {
  readonly field: FieldName | null;
  readonly words: string;
}

/** A problem names the field before a colon: "template: must be there", "filter.label.0: …". */
export function objectionOf(failure: Failure): Objection {
  const { code, detail } = failure;
  const [, named = "", said = ""] = /^([a-z]+)(?:\.[\w.]+)?: (.*)$/su.exec(detail) ?? [];
  const field = FIELDS.find((name) => name === named) ?? null;
  const isOfField = code === "invalid-body" || code === "address-refused";
  if (field === null || !isOfField) return { field: null, words: failureWords(failure) };
  if (code === "address-refused") return { field, words: `${said} ${PRIVATE}` };
  return { field, words: failureWords({ ...failure, detail: said }) };
}

const PRIVATE =
  "It must be a public one of http or https, or one that whoever runs this server allows by WEBHOOK_ALLOW.";
