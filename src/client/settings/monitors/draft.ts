import type { Severity } from "../../../domain/alert.ts";
import type { Failure } from "../../../protocol/answer.ts";
import type {
  Aggregate,
  BucketLength,
  Direction,
  Monitor,
  MonitorInput,
  Season,
  Sensitivity,
} from "../../../protocol/monitors.ts";
import { failureWords } from "../../words/failure-words.ts";
import { type FilterDraft, filterDraftOf, filterOf, NEW_FILTER } from "../filter-draft.ts";
import { readLabels, writeLabels } from "./labels.ts";
import type { WantedMonitor } from "./monitors.ts";

export type InputKind = MonitorInput["type"];

/** What stands in the form of a monitor, as it was typed. Each kind of input keeps what was typed for it. */
export interface Draft {
  readonly name: string;
  readonly kind: InputKind;
  readonly filter: FilterDraft;
  readonly count: "opened" | "open";
  /** The name under which numbers are pushed. */
  readonly metric: string;
  readonly metricLabels: string;
  readonly url: string;
  readonly query: string;
  readonly bucket: BucketLength;
  readonly aggregate: Aggregate;
  readonly season: Season;
  readonly sensitivity: Sensitivity;
  readonly direction: Direction;
  readonly minimumChange: string;
  readonly closeAfter: string;
  readonly silentAfter: string;
  readonly severity: Severity;
  readonly labels: string;
  readonly enabled: boolean;
}

export const NEW_DRAFT: Draft = {
  name: "",
  kind: "feed",
  filter: NEW_FILTER,
  count: "opened",
  metric: "",
  metricLabels: "",
  url: "",
  query: "",
  bucket: 300,
  aggregate: "mean",
  season: "day",
  sensitivity: "normal",
  direction: "both",
  minimumChange: "",
  closeAfter: "15",
  silentAfter: "5",
  severity: "warning",
  labels: "",
  enabled: true,
};

export function draftOf(monitor: Monitor): Draft {
  const { name, input, bucket, aggregate, season, sensitivity, direction } = monitor;
  const { minimumChange, closeAfter, silentAfter, severity, labels, enabled } = monitor;
  return {
    ...NEW_DRAFT,
    ...fieldsOf(input),
    name,
    bucket,
    aggregate,
    season,
    sensitivity,
    direction,
    severity,
    enabled,
    minimumChange: minimumChange === 0 ? "" : String(minimumChange),
    closeAfter: String(closeAfter),
    silentAfter: String(silentAfter),
    labels: writeLabels(labels),
  };
}

function fieldsOf(input: MonitorInput): Partial<Draft> {
  switch (input.type) {
    case "feed":
      return { kind: "feed", filter: filterDraftOf(input.filter), count: input.count };
    case "push":
      return {
        kind: "push",
        metric: input.name,
        metricLabels: writeLabels(input.labels ?? {}),
      };
    case "promql":
      return { kind: "promql", url: input.url, query: input.query };
    default:
      return input satisfies never;
  }
}

/** What is said against a field; null for the field where it is against none of them. */
export interface Objection {
  readonly field: FieldName | null;
  readonly words: string;
}

export type ReadDraft =
  | { readonly ok: true; readonly wanted: WantedMonitor }
  | { readonly ok: false; readonly objection: Objection };

/** What the server is asked for. What it has to say against it is for the server; labels are ours to read. */
export function wantedOf(draft: Draft): ReadDraft {
  const labels = readLabels(draft.labels);
  if (labels === null) return objected("labels");
  const input = inputOf(draft);
  if (input === null) return objected("input.labels");
  const { bucket, season, sensitivity, direction, severity, enabled } = draft;
  return {
    ok: true,
    wanted: {
      name: draft.name.trim(),
      input,
      bucket,
      // Alerts are counted, whatever stands in the field for pushed numbers.
      aggregate: draft.kind === "feed" ? "sum" : draft.aggregate,
      season,
      sensitivity,
      direction,
      minimumChange: Number(draft.minimumChange),
      closeAfter: Number(draft.closeAfter),
      silentAfter: Number(draft.silentAfter),
      severity,
      labels,
      enabled,
    },
  };
}

/** Null where labels cannot be read. */
function inputOf(draft: Draft): MonitorInput | null {
  const { kind, filter, count, metric, metricLabels, url, query } = draft;
  switch (kind) {
    case "feed":
      return { type: "feed", filter: filterOf(filter), count };
    case "push": {
      const labels = readLabels(metricLabels);
      if (labels === null) return null;
      const isAny = Object.keys(labels).length === 0;
      return { type: "push", name: metric.trim(), ...(!isAny && { labels }) };
    }
    case "promql":
      return { type: "promql", url: url.trim(), query: query.trim() };
    default:
      return kind satisfies never;
  }
}

function objected(field: FieldName): ReadDraft {
  const words = 'Write each as name=value, with blanks between them: team=ops site="North Sea".';
  return { ok: false, objection: { field, words } };
}

/** As the server names them where it has something against one; those within come first. */
const FIELDS = [
  "input.filter",
  "input.name",
  "input.labels",
  "input.url",
  "input.query",
  "name",
  "minimumChange",
  "closeAfter",
  "silentAfter",
  "labels",
] as const;
export type FieldName = (typeof FIELDS)[number];

/** A problem names the field before a colon: "input.filter.label.0: must read name=value". */
export function objectionOf(failure: Failure): Objection {
  const { code, detail } = failure;
  const [, path = "", said = ""] = /^([a-zA-Z]+(?:\.[\w.]+)?): (.*)$/su.exec(detail) ?? [];
  const field = FIELDS.find((name) => path === name || path.startsWith(`${name}.`)) ?? null;
  if (code === "address-refused")
    return { field: "input.url", words: `${said || detail} ${PRIVATE}` };
  if (field === null || code !== "invalid-body")
    return { field: null, words: failureWords(failure) };
  return { field, words: failureWords({ ...failure, detail: said }) };
}

const PRIVATE = "Whoever runs this server allows it by name in the configuration.";
