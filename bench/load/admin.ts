import { spawnSync } from "node:child_process";
import type { Server } from "../peers/server.ts";

const PASSWORD = "correct horse battery";

export type Headers = Readonly<Record<string, string>>;

/** By the command, as it is built. */
export function addAdmin(file: string): void {
  const command = ["dist/server/user.js", "add", "bench", "--admin", "--database", `file:${file}`];
  const { status, stderr } = spawnSync(process.execPath, command, { input: PASSWORD });
  if (status !== 0) throw new Error(stderr.toString());
}

/** As that admin; what each request is to have. */
export async function signIn({ url }: Server): Promise<Headers> {
  const body = JSON.stringify({ name: "bench", password: PASSWORD });
  const answer = await fetch(`${url}/api/session`, { method: "POST", body });
  const [cookie = ""] = answer.headers.getSetCookie();
  if (!answer.ok) throw new Error(await answer.text());
  return { cookie: cookie.split(";")[0] ?? "", origin: url };
}

/** Asks the server for something and gives what it answers; rejects where that is no success. */
export type Ask = (method: string, path: string, body?: object) => Promise<unknown>;

/** As whoever has that session. */
export function askAs({ url }: Server, session: Headers): Ask {
  const headers = { ...session, "content-type": "application/json" };
  return async (method, path, body): Promise<unknown> => {
    const answer = await fetch(url + path, {
      method,
      headers,
      ...(method !== "GET" && { body: JSON.stringify(body ?? {}) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
}

/** What a program sends with each request, by a new key for that. */
export async function makeKey(ask: Ask, scopes: readonly string[]): Promise<Headers> {
  const { key } = (await ask("POST", "/api/keys", { name: "bench", scopes })) as { key: string };
  return { authorization: `Bearer ${key}` };
}
