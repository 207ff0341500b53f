import fc from "fast-check";
import type { App } from "../support/app.ts";
import { expect, test } from "../support/fixtures.ts";
import { isThorough } from "../support/measured.ts";
import { nearlyValid, type Schema, valid } from "../support/schema.arbitrary.ts";
import { expectUnharmed, memoryOf, refusal } from "../support/unharmed.ts";

// What it takes of memory is measured.
test.use({ alone: true });

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly schema: Schema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: { "application/json": { readonly schema: Schema } } };
}

interface Sent {
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
}

/** A failure prints its seed: run it again with SEED=. */
const SEED = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };
const RUNS = { ...SEED, numRuns: isThorough ? 2_000 : 40 };

test("whatever resembles a request that is described is answered, and harms nobody", async ({
  app,
}) => {
  if (isThorough) test.setTimeout(600_000);
  await app.open([{ title: "a" }, { title: "b" }, { title: "c" }]);
  const before = await memoryOf(app);
  for (const { method, path, operation } of await operationsOf(app)) {
    const property = fc.asyncProperty(requestsOf(path, operation, nearlyValid), async (sent) => {
      await refusal(app, `${sent.path}?${sent.query}`, initOf(method, sent.body));
    });
    await fc.assert(property, RUNS);
  }
  await expectUnharmed(app, before);
});

test("whatever is described as a body of alerts is taken", async ({ app }) => {
  const operations = await operationsOf(app);
  const ingests = operations.filter(
    ({ method, path }) =>
      method !== "get" && /^\/api\/(?:alerts|v2\/alerts|ingest\/(?!metrics$).+)$/u.test(path),
  );
  expect(ingests).toHaveLength(19);
  let posted = 0;
  for (const { method, path, operation } of ingests) {
    const property = fc.asyncProperty(requestsOf(path, operation, valid), async ({ body }) => {
      // A source of its own: what another body has opened may make a name ambiguous.
      const answer = await app.fetch(`${path}?source=${++posted}`, initOf(method, body));
      const { results } = (await answer.json()) as { results: { outcome: string }[] };
      expect(results.filter(({ outcome }) => outcome === "rejected")).toEqual([]);
    });
    await fc.assert(property, RUNS);
  }
});

async function operationsOf(app: App) {
  const answer = await app.fetch("/api/openapi.json");
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
}

type Values = (schema: Schema) => fc.Arbitrary<unknown>;

function requestsOf(path: string, operation: Operation, values: Values): fc.Arbitrary<Sent> {
  const { parameters = [], requestBody } = operation;
  const inQuery = parameters.filter((parameter) => parameter.in === "query");
  const query = fc.record(
    Object.fromEntries(inQuery.map(({ name, schema }) => [name, values(schema)])),
    { requiredKeys: [] },
  );
  const id = fc.oneof(fc.constantFrom(1, 2, 3), values({ type: "integer", minimum: 1 }));
  const schema = requestBody?.content["application/json"].schema;
  return fc.record({
    path: id.map((value) => path.replace("{id}", encodeURIComponent(written(value)))),
    query: query.map(writtenQuery),
    body: schema === undefined ? fc.constant(undefined) : values(schema),
  });
}

/** Lists are separated by commas, but for labels, which repeat. */
function writtenQuery(query: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (name === "label" && Array.isArray(value)) {
      for (const item of value) params.append(name, written(item));
    } else params.set(name, written(value));
  }
  // An address may have 16 KiB; what a longer one is answered is tested with the connection.
  return params.toString().slice(0, 10_000);
}

function written(value: unknown): string {
  return (typeof value === "string" ? value : JSON.stringify(value)).toWellFormed();
}

function initOf(method: string, body: unknown): RequestInit {
  const init = { method: method.toUpperCase() };
  return body === undefined ? init : { ...init, body: JSON.stringify(body) };
}
