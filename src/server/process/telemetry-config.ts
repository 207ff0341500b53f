import "server-only";
import * as v from "valibot";
import { bare, isLoopback } from "../http/host.ts";
import { faultOfHeader } from "../outbound/header.ts";
import { targetOf } from "../outbound/target.ts";

const ADDRESS_EXPECTED = "must be an address such as https://eu.i.posthog.com";

const address = v.pipe(
  v.string(),
  v.check((url) => targetOf(url) !== null && !/[?#]/u.test(url), ADDRESS_EXPECTED),
  v.transform((url) => new URL(url)),
);

const HEADERS_EXPECTED = "must be names with values, such as authorization=Basic%20eA==,x-team=ops";

/** As OpenTelemetry writes them: what is no letter of a header is encoded as in an address. */
const headers = v.pipe(
  v.string(),
  v.transform(headersOf),
  v.custom<Readonly<Record<string, string>>>((read) => read !== null, HEADERS_EXPECTED),
);

function headersOf(text: string): Readonly<Record<string, string>> | null {
  const items = text.split(",").map((item) => item.trim());
  const pairs = items.filter(Boolean).map(pairOf);
  return pairs.every((pair) => pair !== null) ? Object.fromEntries(pairs) : null;
}

function pairOf(item: string): readonly [string, string] | null {
  const at = item.indexOf("=");
  const name = item.slice(0, at).trim().toLowerCase();
  const value = decoded(item.slice(at + 1).trim());
  return at < 1 || value === null || faultOfHeader(name, value) !== null ? null : [name, value];
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const INTERVAL_EXPECTED = "must be seconds, from 1 to 3600";

const interval = v.pipe(
  v.string(),
  v.regex(/^\d{1,4}$/u, INTERVAL_EXPECTED),
  v.transform(Number),
  v.minValue(1, INTERVAL_EXPECTED),
  v.maxValue(3600, INTERVAL_EXPECTED),
);

/** The variables that say what is told of the server, and to whom. */
export const TELEMETRY_VARIABLES = {
  POSTHOG_HOST: v.optional(address),
  POSTHOG_KEY: v.optional(
    v.pipe(v.string(), v.regex(/^[\w.-]{1,200}$/u, "must be the key of a project, such as phc_…")),
  ),
  DO_NOT_TRACK: v.optional(v.string()),
  OTEL_EXPORTER_OTLP_ENDPOINT: v.optional(address),
  OTEL_EXPORTER_OTLP_HEADERS: v.optional(headers),
  TELEMETRY_INTERVAL: v.optional(interval, "10"),
};

const variables = v.object(TELEMETRY_VARIABLES);
type Variables = v.InferOutput<typeof variables>;

export interface TelemetryConfig {
  readonly posthog: { readonly host: URL; readonly key: string } | null;
  /** Whether that is configured, and forbidden by DO_NOT_TRACK. */
  readonly isUntracked: boolean;
  readonly otlp: {
    readonly endpoint: URL;
    readonly headers: Readonly<Record<string, string>>;
  } | null;
  /** How often it is sent (ms). */
  readonly interval: number;
}

/** What they say together, or what is wrong about that. */
export function telemetryOf(
  read: Variables,
  insecureHttp: boolean,
): { readonly config: TelemetryConfig } | { readonly wrong: string } {
  const { POSTHOG_HOST: host, POSTHOG_KEY: key, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = read;
  if ((host === undefined) !== (key === undefined))
    return { wrong: "POSTHOG_HOST, POSTHOG_KEY: one must be set with the other" };
  if (host?.protocol === "http:" && !insecureHttp && !isLoopback(bare(host.hostname)))
    return { wrong: "POSTHOG_HOST: must begin with https:// (or say INSECURE_HTTP=yes)" };
  if (endpoint === undefined && read.OTEL_EXPORTER_OTLP_HEADERS !== undefined)
    return { wrong: "OTEL_EXPORTER_OTLP_ENDPOINT: must be set with OTEL_EXPORTER_OTLP_HEADERS" };
  const posthog = host === undefined || key === undefined ? null : { host, key };
  const isForbidden = !["", "0", "false"].includes(read.DO_NOT_TRACK?.toLowerCase() ?? "");
  return {
    config: {
      posthog: isForbidden ? null : posthog,
      isUntracked: isForbidden && posthog !== null,
      otlp:
        endpoint === undefined
          ? null
          : { endpoint, headers: read.OTEL_EXPORTER_OTLP_HEADERS ?? {} },
      interval: read.TELEMETRY_INTERVAL * 1000,
    },
  };
}
