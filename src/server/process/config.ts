import "server-only";
import * as v from "valibot";
import { databaseFileOf } from "./database-url.ts";
import { type AllowedHost, allowedHostOf, bare, hostOf, isLoopback } from "../http/host.ts";

const HOST_EXPECTED = "must be an address or a name alone, such as 127.0.0.1, ::1 or localhost";

const host = v.pipe(v.string(), v.transform(hostOf), v.string(HOST_EXPECTED));

const PORT_EXPECTED = "must be a port from 0 to 65535";

const port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/u, PORT_EXPECTED),
  v.transform(Number),
  v.maxValue(65_535, PORT_EXPECTED),
);

const databaseFile = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const read = databaseFileOf(dataset.value);
    if ("file" in read) return read.file;
    addIssue({ message: read.wrong });
    return NEVER;
  }),
);

const ORIGIN_EXPECTED = "must be an origin such as https://alerts.example.org";

const origin = v.pipe(
  v.string(),
  v.check(isOrigin, ORIGIN_EXPECTED),
  v.transform((url) => new URL(url)),
);

function isOrigin(text: string): boolean {
  const url = /^https?:\/\//iu.test(text) ? URL.parse(text) : null;
  // What is written beside scheme, host and port ends up in the whole URL, and not in its origin.
  return url !== null && url.href === `${url.origin}/` && hostOf(bare(url.hostname)) !== null;
}

const HOSTS_EXPECTED =
  "must be names or addresses, with a port or without, such as tocsin,10.0.0.5:3000";

const allowedHosts = v.pipe(
  v.string(),
  v.transform((list) => list.split(",").map((item) => item.trim())),
  v.transform((items) => items.filter(Boolean).map(allowedHostOf)),
  v.array(v.custom<AllowedHost>((host) => host !== null, HOSTS_EXPECTED)),
);

const rate = v.pipe(
  v.string(),
  v.transform(Number),
  v.number("must be alerts per second, such as 2"),
  v.check((perSecond) => perSecond === 0 || perSecond >= 0.001, "must be 0 or at least 0.001"),
  v.maxValue(10_000, "must not be above 10000"),
);

const environmentSchema = v.pipe(
  v.object({
    HOST: v.optional(host, "127.0.0.1"),
    PORT: v.optional(port, "3000"),
    DATABASE_URL: v.optional(databaseFile, "file:data/tocsin.db"),
    PUBLIC_ORIGIN: v.optional(origin),
    ALLOWED_HOSTS: v.optional(allowedHosts),
    LOG_LEVEL: v.optional(
      v.picklist(["fatal", "error", "warn", "info", "debug", "trace", "silent"]),
      "info",
    ),
    GENERATOR: v.optional(rate, "0"),
    ALLOW_ANYONE: v.optional(v.picklist(["yes", "no"], "must be yes or no"), "no"),
  }),
  v.check(
    ({ HOST, ALLOW_ANYONE }) => isLoopback(HOST) || ALLOW_ANYONE === "yes",
    "HOST: there is no way to sign in, so listening beyond this machine must be asked for with ALLOW_ANYONE=yes",
  ),
);

export type Config = ReturnType<typeof readConfig>;

/**
 * The configuration in the environment. Blanks around a value, such as the end of a line of Windows',
 * are no part of it. Throws one line that names every wrong variable.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>) {
  const trimmed = Object.entries(environment).map(
    ([name, value]) => [name, value?.trim()] as const,
  );
  const given = Object.fromEntries(trimmed.filter(([, value]) => value !== ""));
  const parsed = v.safeParse(environmentSchema, given);
  if (!parsed.success) throw new ConfigError(parsed.issues.map(inWords).join("; "));
  const { HOST, PORT, DATABASE_URL, PUBLIC_ORIGIN, ALLOWED_HOSTS, LOG_LEVEL, GENERATOR } =
    parsed.output;
  return {
    host: HOST,
    port: PORT,
    databaseFile: DATABASE_URL,
    publicOrigin: PUBLIC_ORIGIN ?? null,
    allowedHosts: ALLOWED_HOSTS ?? [],
    logLevel: LOG_LEVEL,
    generatorRate: GENERATOR,
  };
}

export class ConfigError extends Error {
  override name = "ConfigError";
}

function inWords(issue: v.BaseIssue<unknown>): string {
  const [variable] = v.getDotPath(issue)?.split(".") ?? [];
  return variable === undefined ? issue.message : `${variable}: ${issue.message}`;
}
