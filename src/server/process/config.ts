import "server-only";
import { readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { faultOfAccess } from "./access.ts";
import { databaseOf } from "./database-url.ts";
import { type ProxyConfig, trustedOf } from "../auth/proxy.ts";
import { type AllowedHost, allowedHostOf, bare, hostOf, isLoopback } from "../http/host.ts";
import { type AllowedAddress, allowListOf } from "../outbound/allow-list.ts";
import type { Keep } from "../../protocol/backups.ts";
import { readAge } from "../../domain/retention.ts";
import { readKeep } from "../backups/rotation.ts";
import { readSchedule, type Schedule } from "../backups/schedule.ts";
import { type EgressProxy, egressProxyOf } from "../outbound/egress-proxy.ts";
import { targetOf } from "../outbound/target.ts";
import { TELEMETRY_VARIABLES, telemetryOf } from "./telemetry-config.ts";

const HOST_EXPECTED = "must be an address or a name alone, such as 127.0.0.1, ::1 or localhost";

const host = v.pipe(v.string(), v.transform(hostOf), v.string(HOST_EXPECTED));

const PORT_EXPECTED = "must be a port from 0 to 65535";

const port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/u, PORT_EXPECTED),
  v.transform(Number),
  v.maxValue(65_535, PORT_EXPECTED),
);

const database = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const read = databaseOf(dataset.value);
    if ("database" in read) return read.database;
    addIssue({ message: read.wrong });
    return NEVER;
  }),
);

const ORIGIN_EXPECTED =
  "must be an origin such as https://alerts.example.org, with a path at most: https://example.org/tocsin";

const origin = v.pipe(
  v.string(),
  v.check(isOrigin, ORIGIN_EXPECTED),
  v.transform((url) => new URL(url.replace(/\/?$/u, "/"))),
);

function isOrigin(text: string): boolean {
  const url = /^https?:\/\//iu.test(text) ? URL.parse(text) : null;
  if (url === null || hostOf(bare(url.hostname)) === null) return false;
  // What is written beside scheme, host, port and path ends up in the whole URL.
  return url.href === url.origin + url.pathname && BASE_PATH.test(url.pathname);
}

/** Plain letters, since proxies differ in what they make of others. */
const BASE_PATH = /^\/(?:[\w.~-]+(?:\/[\w.~-]+)*\/?)?$/u;

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

const yesOrNo = v.optional(v.picklist(["yes", "no"], "must be yes or no"), "no");

/** Values with commas between them; none is empty. */
const list = v.pipe(
  v.string(),
  v.transform((text) => text.split(",").map((item) => item.trim())),
  v.transform((items) => items.filter(Boolean)),
);

const issuer = v.pipe(
  v.string(),
  v.check(
    (url) => /^https?:\/\//iu.test(url) && targetOf(url) !== null,
    "must be an address such as https://login.example.org/realms/team",
  ),
  v.transform((url) => new URL(url)),
);

const header = v.pipe(
  v.string(),
  v.regex(/^[\w-]{1,100}$/u, "must be the name of a header, such as X-Forwarded-User"),
  v.toLowerCase(),
);

const secretHeader = v.pipe(
  v.string(),
  v.regex(
    /^[\w-]{1,100}: *\S.{0,1000}$/u,
    "must be a header with its value, such as X-Proxy-Secret: a-long-random-text",
  ),
  v.transform((line) => {
    const at = line.indexOf(":");
    return { name: line.slice(0, at).toLowerCase(), value: line.slice(at + 1).trim() };
  }),
);

const networks = v.pipe(
  list,
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const trusted = trustedOf(dataset.value);
    if (trusted !== null) return trusted;
    addIssue({ message: "must be addresses or networks, such as 127.0.0.1,10.0.0.0/8" });
    return NEVER;
  }),
);

const webhookAllow = v.pipe(
  v.string(),
  v.transform(allowListOf),
  v.array(
    v.custom<AllowedAddress>((one) => one !== null),
    "must be addresses with their ports, such as 10.1.2.3:8080,[fd00::5]:443, and none that is link-local or multicast",
  ),
);

const egressProxy = v.pipe(
  v.string(),
  v.transform(egressProxyOf),
  v.custom<EgressProxy>(
    (proxy) => proxy !== null,
    "must be the address of a proxy, such as http://smokescreen:4750",
  ),
);

const backupDir = v.pipe(
  v.string(),
  v.transform((folder) => path.resolve(folder)),
);

const backupSchedule = v.pipe(
  v.string(),
  v.transform(readSchedule),
  v.custom<Schedule>((schedule) => schedule !== null, "must be a line of cron, such as 30 3 * * *"),
);

const backupKeep = v.pipe(
  v.string(),
  v.transform(readKeep),
  v.custom<Keep>(
    (keep) => keep !== null,
    "must be how many of what, such as 7d,4w,12m, or a number",
  ),
);

const AGE_EXPECTED = "must be an age in days, weeks, months or years, such as 90d or 2y, or off";

/** Null where all is kept. */
const retention = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const age = readAge(dataset.value);
    if (age !== null || dataset.value === "off") return age;
    addIssue({ message: AGE_EXPECTED });
    return NEVER;
  }),
);

/** Every variable that is read: docs/operating.md and docs/telemetry.md have a line for each. */
export const environmentSchema = v.object({
  HOST: v.optional(host, "127.0.0.1"),
  PORT: v.optional(port, "3000"),
  DATABASE_URL: v.optional(database, "file:data/tocsin.db"),
  PUBLIC_ORIGIN: v.optional(origin),
  ALLOWED_HOSTS: v.optional(allowedHosts),
  LOG_LEVEL: v.optional(
    v.picklist(["fatal", "error", "warn", "info", "debug", "trace", "silent"]),
    "info",
  ),
  GENERATOR: v.optional(rate, "0"),
  ANONYMOUS: v.optional(
    v.picklist(["none", "viewer", "operator"], "must be none, viewer or operator"),
  ),
  INSECURE_HTTP: yesOrNo,
  ALLOW_ANYONE: v.optional(v.never("is now ANONYMOUS=operator, or ANONYMOUS=viewer")),
  OIDC_ISSUER: v.optional(issuer),
  OIDC_CLIENT_ID: v.optional(v.string()),
  OIDC_CLIENT_SECRET: v.optional(v.string()),
  OIDC_CLIENT_SECRET_FILE: v.optional(v.string()),
  OIDC_NAME: v.optional(v.pipe(v.string(), v.maxLength(60))),
  OIDC_SCOPES: v.optional(v.string(), "openid profile email"),
  OIDC_ROLE_CLAIM: v.optional(v.string(), "groups"),
  OIDC_ADMINS: v.optional(list, ""),
  OIDC_OPERATORS: v.optional(list, ""),
  OIDC_VIEWERS: v.optional(list, ""),
  PROXY_USER_HEADER: v.optional(header),
  PROXY_GROUPS_HEADER: v.optional(header),
  PROXY_SECRET_HEADER: v.optional(secretHeader),
  PROXY_ADMINS: v.optional(list),
  PROXY_OPERATORS: v.optional(list),
  PROXY_VIEWERS: v.optional(list),
  TRUSTED_PROXIES: v.optional(networks),
  WEBHOOK_ALLOW: v.optional(webhookAllow),
  EGRESS_PROXY: v.optional(egressProxy),
  ...TELEMETRY_VARIABLES,
  BACKUP_DIR: v.optional(backupDir),
  BACKUP_SCHEDULE: v.optional(backupSchedule),
  BACKUP_KEEP: v.optional(backupKeep, "7d,4w,12m"),
  RETENTION: v.optional(retention, "off"),
  TRASH_RETENTION: v.optional(retention, "off"),
});

type Environment = v.InferOutput<typeof environmentSchema>;

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
  const read = parsed.output;
  const oidc = oidcOf(read);
  const proxy = proxyOf(read);
  const access = {
    host: read.HOST,
    publicOrigin: read.PUBLIC_ORIGIN ?? null,
    basePath: read.PUBLIC_ORIGIN?.pathname ?? "/",
    anonymous: read.ANONYMOUS ?? null,
    insecureHttp: read.INSECURE_HTTP === "yes",
    hasProvider: oidc !== null || proxy !== null,
    isBehindProxy: read.TRUSTED_PROXIES !== undefined,
  };
  const fault = faultOfAccess(access);
  if (fault !== null) throw new ConfigError(fault);
  const telemetry = telemetryOf(read, access.insecureHttp);
  if ("wrong" in telemetry) throw new ConfigError(telemetry.wrong);
  const database = read.DATABASE_URL;
  return {
    ...access,
    port: read.PORT,
    database,
    allowedHosts: read.ALLOWED_HOSTS ?? [],
    logLevel: read.LOG_LEVEL,
    generatorRate: read.GENERATOR,
    oidc,
    proxy,
    trustedProxies: read.TRUSTED_PROXIES ?? null,
    webhookAllow: read.WEBHOOK_ALLOW ?? [],
    egressProxy: read.EGRESS_PROXY ?? null,
    telemetry: telemetry.config,
    backup: database.engine === "sqlite" ? backupOf(read, database.file) : noBackupOf(read),
    retention: read.RETENTION,
    trashRetention: read.TRASH_RETENTION,
  };
}

/** Where backups of a file lie, when they are made and which of them stay. */
function backupOf({ BACKUP_DIR, BACKUP_SCHEDULE, BACKUP_KEEP }: Environment, file: string) {
  return {
    file,
    folder: BACKUP_DIR ?? path.join(path.dirname(file), "backups"),
    isFolderNamed: BACKUP_DIR !== undefined,
    schedule: BACKUP_SCHEDULE ?? null,
    keep: BACKUP_KEEP,
  };
}

/** Nobody is to believe that PostgreSQL is backed up from here. */
function noBackupOf({ BACKUP_DIR, BACKUP_SCHEDULE }: Environment): null {
  if (BACKUP_DIR === undefined && BACKUP_SCHEDULE === undefined) return null;
  throw new ConfigError(
    "BACKUP_DIR, BACKUP_SCHEDULE: are for SQLite; PostgreSQL is backed up by its own programs, such as pg_dump, see docs/scaling.md",
  );
}

/** Null where nothing is said of a provider. */
function oidcOf(read: Environment) {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_CLIENT_SECRET_FILE } = read;
  const roles = {
    admins: read.OIDC_ADMINS,
    operators: read.OIDC_OPERATORS,
    viewers: read.OIDC_VIEWERS,
  };
  const hasRoles = Object.values(roles).some((names) => names.length > 0);
  if (OIDC_ISSUER === undefined) {
    if (OIDC_CLIENT_ID !== undefined || hasRoles)
      throw new ConfigError("OIDC_ISSUER: must be set with the other variables of OIDC_");
    return null;
  }
  if (OIDC_CLIENT_ID === undefined)
    throw new ConfigError("OIDC_CLIENT_ID: must be set with OIDC_ISSUER");
  if (!hasRoles)
    throw new ConfigError(
      "OIDC_ADMINS, OIDC_OPERATORS, OIDC_VIEWERS: one must name a value of OIDC_ROLE_CLAIM, or * for whoever signs in",
    );
  if (!read.OIDC_SCOPES.split(" ").includes("openid"))
    throw new ConfigError("OIDC_SCOPES: openid must be among them");
  const isPrivate = isLoopback(bare(OIDC_ISSUER.hostname)) || read.INSECURE_HTTP === "yes";
  if (OIDC_ISSUER.protocol === "http:" && !isPrivate)
    throw new ConfigError("OIDC_ISSUER: must begin with https:// (or say INSECURE_HTTP=yes)");
  const secret =
    OIDC_CLIENT_SECRET_FILE === undefined
      ? (OIDC_CLIENT_SECRET ?? null)
      : secretIn(OIDC_CLIENT_SECRET_FILE);
  return {
    name: read.OIDC_NAME ?? OIDC_ISSUER.hostname,
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: secret,
    scopes: read.OIDC_SCOPES,
    roleClaim: read.OIDC_ROLE_CLAIM,
    roles,
  };
}

function secretIn(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new ConfigError(`OIDC_CLIENT_SECRET_FILE: cannot be read (${reason})`);
  }
}

/** Null where no proxy signs people in. */
function proxyOf(read: Environment): ProxyConfig | null {
  const { PROXY_USER_HEADER: userHeader, TRUSTED_PROXIES: trusted } = read;
  const { PROXY_ADMINS, PROXY_OPERATORS, PROXY_VIEWERS } = read;
  const lists = [PROXY_ADMINS, PROXY_OPERATORS, PROXY_VIEWERS];
  if (userHeader === undefined) {
    const others = [read.PROXY_GROUPS_HEADER, read.PROXY_SECRET_HEADER, ...lists];
    if (others.some((value) => value !== undefined))
      throw new ConfigError("PROXY_USER_HEADER: must be set with the other variables of PROXY_");
    return null;
  }
  if (trusted === undefined)
    throw new ConfigError(
      "TRUSTED_PROXIES: must be set with PROXY_USER_HEADER, or anyone could send that header",
    );
  return {
    userHeader,
    groupsHeader: read.PROXY_GROUPS_HEADER ?? null,
    trusted,
    secretHeader: read.PROXY_SECRET_HEADER ?? null,
    roles: lists.every((names) => names === undefined)
      ? null
      : {
          admins: PROXY_ADMINS ?? [],
          operators: PROXY_OPERATORS ?? [],
          viewers: PROXY_VIEWERS ?? [],
        },
  };
}

export class ConfigError extends Error {
  override name = "ConfigError";
}

function inWords(issue: v.BaseIssue<unknown>): string {
  const [variable] = v.getDotPath(issue)?.split(".") ?? [];
  return variable === undefined ? issue.message : `${variable}: ${issue.message}`;
}
