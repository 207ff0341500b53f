import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import type { Outcome } from "../domain/outcome.ts";
import { run } from "./run.ts";
import { createScenario } from "./scenario.ts";

type Answer = (alerts: readonly object[], response: ServerResponse, attempt: number) => void;

const opened: Answer = (alerts, response) => {
  const results = alerts.map((_, index) => ({ index, outcome: "opened", id: index + 1 }));
  response.setHeader("content-type", "application/json").end(JSON.stringify({ results }));
};

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** A server that answers each post as told, and what was posted to it. */
async function serverThat(answer: Answer) {
  const bodies: (readonly object[])[] = [];
  async function receive(request: IncomingMessage, response: ServerResponse) {
    const alerts = JSON.parse(await text(request)) as object[];
    bodies.push(alerts);
    answer(alerts, response, bodies.length);
  }
  const server = createServer((request, response) => void receive(request, response));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: new URL(`http://127.0.0.1:${port}`), bodies };
}

/** The outcomes of a run; what it tells goes to `lines`. */
async function post(
  url: URL,
  count: number,
  {
    lines = [],
    signal = new AbortController().signal,
  }: { lines?: string[]; signal?: AbortSignal } = {},
): Promise<Outcome[]> {
  const target = { url, signal, tell: (line: string) => void lines.push(line) };
  const scenario = createScenario({ seed: 1 });
  const outcomes: Outcome[] = [];
  for await (const some of run({ scenario, target, rate: 500, count })) outcomes.push(...some);
  return outcomes;
}

describe("run", () => {
  test("posts as many alerts as it was asked to, and no more than fit in one body", async () => {
    const { url, bodies } = await serverThat(opened);
    const lines: string[] = [];
    expect(await post(url, 120, { lines })).toEqual(Array.from({ length: 120 }, () => "opened"));
    expect(bodies.flat()).toHaveLength(120);
    expect(bodies.flat()[0]).toMatchObject({ status: "firing", title: expect.any(String) });
    expect(lines).toEqual([]);
  });

  test("asks a busy server again with the same alerts, and says so once", async () => {
    const { url, bodies } = await serverThat((alerts, response, attempt) => {
      if (attempt <= 2) response.writeHead(503).end();
      else opened(alerts, response, attempt);
    });
    const lines: string[] = [];
    expect(await post(url, 1, { lines })).toEqual(["opened"]);
    expect(bodies).toHaveLength(3);
    expect(bodies[2]).toEqual(bodies[0]);
    expect(lines).toEqual([
      `${url.origin} answers 503; trying again`,
      `${url.origin} answers again`,
    ]);
  });

  test("asks again where the connection breaks", async () => {
    const { url } = await serverThat((alerts, response, attempt) => {
      if (attempt === 1) response.destroy();
      else opened(alerts, response, attempt);
    });
    const lines: string[] = [];
    expect(await post(url, 1, { lines })).toEqual(["opened"]);
    expect(lines[0]).toMatch(/does not answer \(\w+\); trying again$/u);
  });

  test("gives up where asking again is no use", async () => {
    const missing = await serverThat((_, response) => void response.writeHead(404).end("nothing"));
    await expect(post(missing.url, 1)).rejects.toThrow("404: nothing");
    const other = await serverThat((_, response) => void response.end("{}"));
    await expect(post(other.url, 1)).rejects.toThrow("what answers is not Tocsin");
  });

  test("ends at once when it is stopped, though nothing answers", async () => {
    const { url } = await serverThat(() => {});
    const lines: string[] = [];
    const signal = AbortSignal.timeout(50);
    await expect(post(url, 1, { lines, signal })).rejects.toThrow(/aborted/u);
    expect(lines).toEqual([]);
  });
});
