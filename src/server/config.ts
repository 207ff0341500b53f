import "server-only";
import path from "node:path";
import * as v from "valibot";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/u;

/** Whether a host name means this machine and nothing else. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

const port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/u, "must be a port from 0 to 65535"),
  v.transform(Number),
  v.maxValue(65_535, "must be a port from 0 to 65535"),
);

const databaseFile = v.pipe(
  v.string(),
  v.regex(/^file:./u, "must read file:PATH"),
  v.transform((url) => path.resolve(url.slice("file:".length))),
);

const origin = v.pipe(
  v.string(),
  v.check(isOrigin, "must be an origin such as https://alerts.example.org"),
  v.transform((url) => new URL(url)),
);

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/u.test(url.protocol) && url.origin === text.replace(/\/$/u, "");
}

const rate = v.pipe(
  v.string(),
  v.transform(Number),
  v.number("must be alerts per second, such as 2"),
  v.check((perSecond) => perSecond === 0 || perSecond >= 0.001, "must be 0 or at least 0.001"),
  v.maxValue(10_000, "must not be above 10000"),
);

const environmentSchema = v.pipe(
  v.object({
    HOST: v.optional(v.string(), "127.0.0.1"),
    PORT: v.optional(port, "3000"),
    DATABASE_URL: v.optional(databaseFile, "file:data/tocsin.db"),
    PUBLIC_ORIGIN: v.optional(origin),
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

/** The configuration in the environment. Throws one line that names every wrong variable. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>) {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = v.safeParse(environmentSchema, given);
  if (!parsed.success) throw new ConfigError(parsed.issues.map(inWords).join("; "));
  const { HOST, PORT, DATABASE_URL, PUBLIC_ORIGIN, LOG_LEVEL, GENERATOR } = parsed.output;
  return {
    host: HOST,
    port: PORT,
    databaseFile: DATABASE_URL,
    publicOrigin: PUBLIC_ORIGIN ?? null,
    logLevel: LOG_LEVEL,
    generatorRate: GENERATOR,
  };
}

export class ConfigError extends Error {
  override name = "ConfigError";
}

function inWords(issue: v.BaseIssue<unknown>): string {
  const variable = v.getDotPath(issue);
  return variable === null ? issue.message : `${variable}: ${issue.message}`;
}
