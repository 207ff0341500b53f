import { defineCommand, runMain } from "citty";
import * as v from "valibot";
import { type ReporterAnswer, telemetrySchema } from "../src/protocol/telemetry.ts";
import { clearly } from "./clearly.ts";
import { presentPassword } from "./password-prompt.ts";

const problemSchema = v.object({ title: v.string(), detail: v.string() });

const preview = defineCommand({
  meta: {
    name: "preview",
    description:
      "Prints what a running server would send next, and to whom, as an admin may see it.",
  },
  args: {
    user: { type: "string", required: true, description: "The name of an admin" },
    url: { type: "string", default: "http://127.0.0.1:3000", description: "Where Tocsin answers" },
  },
  run: clearly(async ({ args }) => {
    const name = args.user;
    const { origin, pathname } = new URL(args.url);
    // It may lie below a path.
    const address = origin + pathname.replace(/\/$/u, "");
    const password = await presentPassword({ input: process.stdin, output: process.stderr }, name);
    const headers = { origin, "content-type": "application/json" };
    const body = JSON.stringify({ name, password });
    const signedIn = await asked(`${address}/api/session`, { method: "POST", headers, body });
    // What a browser would keep: it is of no use any more once this has ended.
    const [cookie = ""] = signedIn.headers
      .getSetCookie()
      .map((line) => line.split(";", 1)[0] ?? "");
    const session = { headers: { origin, cookie } };
    try {
      const answer = await asked(`${address}/api/telemetry`, session);
      const { reporters } = v.parse(telemetrySchema, await answer.json());
      for (const reporter of reporters) tell(reporter);
    } finally {
      await asked(`${address}/api/session`, { method: "DELETE", ...session });
    }
  }),
});

/** Rejects with the server's own words where it refuses. */
async function asked(url: string, request: RequestInit): Promise<Response> {
  const answer = await fetch(url, request);
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
