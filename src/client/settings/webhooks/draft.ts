import type { Severity, Status } from "../../../domain/alert.ts";
import { filterParams, type WrittenFilter, writtenFilterOf } from "../../../domain/filter.ts";
import type { Failure } from "../../../protocol/answer.ts";
import type { WebhookEvent } from "../../../protocol/webhook-event.ts";
import type { PresetName } from "../../../protocol/webhook-preset.ts";
import type { Webhook } from "../../../protocol/webhooks.ts";
import { readSearch, writeSearch } from "../../address/search-text.ts";
import { failureWords } from "../../words/failure-words.ts";
import { OFFERED_EVENTS } from "./event-words.ts";
import type { WantedWebhook } from "./webhooks.ts";

/** What stands in the form of a webhook, as it was typed. */
export interface Draft {
  readonly name: string;
  readonly preset: PresetName;
  /** Empty where the address that is kept is to stay. */
  readonly url: string;
  readonly severity: readonly Severity[];
  readonly status: readonly Status[];
  /** Names between commas. */
  readonly source: string;
  /** Words and labels, as in the search field of the feed. */
  readonly search: string;
  /** What the form has no fields for, and keeps. */
  readonly others: Pick<WrittenFilter, "acknowledgedBy" | "deleted">;
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
  name: "",
  preset: "standard",
  url: "",
  severity: [],
  status: [],
  source: "",
  search: "",
  others: {},
  events: OFFERED_EVENTS,
  headers: [],
  template: EXAMPLE,
  enabled: true,
};

export function draftOf(webhook: Webhook): Draft {
  const { name, preset, filter, events, headers, template, enabled } = webhook;
  const { acknowledgedBy, deleted, severity = [], status = [], source = [] } = filter;
  return {
    name,
    preset,
    url: "",
    severity,
    status,
    source: filterParams({ source }).get("source") ?? "",
    search: writeSearch(filter),
    others: { ...(acknowledgedBy && { acknowledgedBy }), ...(deleted && { deleted }) },
    events,
    headers: headers.length === 0 ? [] : null,
    template: template ?? EXAMPLE,
    enabled,
  };
}

export function filterOf(draft: Draft): WrittenFilter {
  const { severity, status, source, search, others } = draft;
  const names = sourcesIn(source);
  return {
    ...(names.length > 0 && { source: names }),
    ...(severity.length > 0 && { severity: [...severity] }),
    ...(status.length > 0 && { status: [...status] }),
    ...readSearch(search),
    ...others,
  };
}

/** As in a query string: a name that has a comma of its own stands in quotes. */
function sourcesIn(typed: string): string[] {
  const read = writtenFilterOf(new URLSearchParams({ source: typed }));
  // What cannot be read is for the server to refuse.
  const names = read.ok ? (read.value.source ?? []) : [typed];
  return names.map((name) => name.trim()).filter(Boolean);
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
