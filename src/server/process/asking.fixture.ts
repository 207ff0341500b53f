import { afterAll, beforeAll } from "vitest";
import * as v from "valibot";
import { type Received, type Sent, send, type Server, startServer } from "./server.fixture.ts";

const openedSchema = v.object({ results: v.array(v.object({ id: v.number() })) });

/** A server for the tests of one file, and short ways to ask it. */
export function serve() {
  let server: Server | null = null;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.stop());

  function running(): Server {
    if (server === null) throw new Error("No test is running.");
    return server;
  }

  function ask(sent: Sent): Promise<Received> {
    return send(running().port, sent);
  }

  function post(path: string, body?: unknown, headers: Sent["headers"] = {}): Promise<Received> {
    return ask({ method: "POST", path, body, headers });
  }

  /** Posts alerts of a source of their own and answers with their ids. */
  async function open(source: string, count: number, fields: object = {}): Promise<number[]> {
    const titles = Array.from({ length: count }, (_, index) => `${source} ${index}`);
    const alerts = titles.map((title) => ({ title, source, ...fields }));
    const { json } = await post("/api/alerts", alerts);
    return v.parse(openedSchema, json).results.map(({ id }) => id);
  }

  return { running, ask, post, open };
}
