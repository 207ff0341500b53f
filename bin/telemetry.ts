import { defineCommand, runMain } from "citty";
import * as v from "valibot";
import { type ReporterAnswer, telemetrySchema } from "../src/protocol/telemetry.ts";
import { keyText, newSecret } from "../src/server/auth/token.ts";
import { openPeople } from "../src/server/process/open-people.ts";
import type { DatabaseLocation } from "../src/server/store/location.ts";
import type { By } from "../src/server/store/people.ts";
import { clearly } from "./clearly.ts";
import { databaseArg, existing } from "./database-arg.ts";
import { presentPassword } from "./password-prompt.ts";

const problemSchema = v.object({ title: v.string(), detail: v.string() });

/** Whoever may write to the database: the audit knows no name for them. */
const BY: By = { actor: "operator", address: null };
/** How long (ms) the key lives at most that the command makes for itself. */
const LIVES = 60_000;

const preview = defineCommand({
  meta: {
    name: "preview",
    description: "Prints what a running server would send next, and to whom.",
  },
  args: {
    database: databaseArg,
    url: {
      type: "string",
      description:
        "Where Tocsin answers; else here, at PORT or 3000, below the path of PUBLIC_ORIGIN",
    },
    user: {
      type: "string",
      description: "The name of somebody who may read, where the database is on another machine",
    },
  },
  run: clearly(async ({ args }) => {
    const { origin, pathname } = new URL(args.url ?? here());
    // It may lie below a path.
    const address = origin + pathname.replace(/\/$/u, "");
    const telling = (headers: Headers) => tellAll(address, headers);
    await (args.user === undefined
      ? withKey(existing(args.database), telling)
      : withSession(address, args.user, telling));
  }),
});

/** Where a server answers on this machine that has the same environment. */
function here(): string {
  const port = process.env["PORT"]?.trim() || "3000";
  const path = URL.parse(process.env["PUBLIC_ORIGIN"]?.trim() ?? "")?.pathname ?? "";
  return `http://127.0.0.1:${port}${path}`;
}

type Headers = Readonly<Record<string, string>>;
type Telling = (headers: Headers) => Promise<void>;

/** Whoever can write to the database of the server needs no password. */
async function withKey(location: DatabaseLocation, tell: Telling): Promise<void> {
  const { people, close } = await openPeople(location);
  try {
    const { secret, hash } = newSecret();
    const expiresAt = new Date(Date.now() + LIVES).toISOString();
    const name = "telemetry preview";
    const key = await people.addKey(
      { name, scopes: ["read"], source: null, expiresAt, secretHash: hash },
      BY,
    );
    if (!key.ok) throw new Error(key.problem.detail);
    try {
      await tell({ authorization: `Bearer ${keyText(key.value.id, secret)}` });
    } finally {
      await people.revokeKey(key.value.id, BY);
    }
  } finally {
    await close();
  }
}

async function withSession(address: string, name: string, tell: Telling): Promise<void> {
  const { origin } = new URL(address);
  const password = await presentPassword({ input: process.stdin, output: process.stderr }, name);
  const headers = { origin, "content-type": "application/json" };
  const body = JSON.stringify({ name, password });
  const signedIn = await asked(`${address}/api/session`, { method: "POST", headers, body });
  // What a browser would keep: it is of no use any more once this has ended.
  const [cookie = ""] = signedIn.headers.getSetCookie().map((line) => line.split(";", 1)[0] ?? "");
  const session = { origin, cookie };
  try {
    await tell(session);
  } finally {
    await asked(`${address}/api/session`, { method: "DELETE", headers: session });
  }
}

async function tellAll(address: string, headers: Headers): Promise<void> {
  const answer = await asked(`${address}/api/telemetry`, { headers });
  const { reporters } = v.parse(telemetrySchema, await answer.json());
  for (const reporter of reporters) tell(reporter);
}

/** Rejects with the server's own words where it refuses. */
async function asked(url: string, request: RequestInit): Promise<Response> {
  const answer = await fetch(url, request).catch((error: unknown) => {
    throw new Error(`Nothing answers at ${url}.`, { cause: error });
  });
  if (answer.ok) return answer;
  const problem = v.safeParse(problemSchema, await answer.json().catch(() => null));
  throw new Error(problem.success ? problem.output.detail : `${url} answers ${answer.status}.`);
}

/** What would be sent goes to standard output, as it is; what is said about it does not. */
function tell({
  name,
  state,
  host,
  sent,
  dropped,
  failed,
  lastFailure,
  next,
}: ReporterAnswer): void {
  const counted = `${sent} sent, ${dropped} dropped, ${failed} requests failed`;
  const failure = lastFailure === null ? "" : ` (${lastFailure.at}: ${lastFailure.words})`;
  const words = host === null ? state : `to ${host}, ${counted}${failure}`;
  process.stderr.write(`${name}: ${words}\n`);
  if (next !== null) process.stdout.write(`${JSON.stringify(JSON.parse(next), null, 2)}\n`);
}

await runMain(
  defineCommand({
    meta: { name: "telemetry", description: "What a running server tells of itself." },
    subCommands: { preview },
  }),
);
