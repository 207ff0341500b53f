import { describe, expect, test } from "vitest";
import { PROBLEMS } from "../../domain/problems.ts";
import { type ApiParts, createApi } from "./api.ts";
import { openApiOf } from "./openapi.ts";

interface Schema {
  readonly [key: string]: unknown;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
}
interface Operation {
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { description: string; content: Record<string, { schema: Schema }> }>
  >;
}

// To be described, routes call nothing.
const ROUTES = createApi({ cookie: { name: "__Host-tocsin" } } as ApiParts);
const document = openApiOf(ROUTES, { basePath: "/", cookieName: "__Host-tocsin" });
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method,
    operation: operation as Operation,
  })),
);

test("is OpenAPI 3.1, and plain JSON", () => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/u);
  expect(document.info).toMatchObject({ title: "Tocsin", version: expect.any(String) });
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
});

test("names every route, and only those", () => {
  const named = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`);
  const routes = ROUTES.map(
    ({ method, path }) => `${method} ${path.replace(/:(id|name)/u, "{$1}")}`,
  );
  expect(named.toSorted()).toEqual(routes.toSorted());
});

describe.each(operations)("$method $path", ({ path, operation }) => {
  test("describes its parameters, each once", () => {
    const parameters = operation.parameters ?? [];
    const names = parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { in: place, name, required, schema } of parameters) {
      expect(["path", "query"]).toContain(place);
      expect(required).toBe(place === "path" || `${path} ${name}` === "/api/alerts/ids after");
      expect(Object.keys(schema)).not.toEqual([]);
    }
    for (const name of ["id", "name"])
      expect(names.includes(`path ${name}`)).toBe(path.includes(`{${name}}`));
  });

  test("describes what it takes, answers and complains of", () => {
    const [done] = ["200", "201", "202", "204"].flatMap(
      (status) => operation.responses[status] ?? [],
    );
    const contents = [operation.requestBody?.content, done?.content];
    for (const content of contents.filter((content) => content !== undefined)) {
      if (!("application/json" in content)) expect(Object.keys(content)).toHaveLength(1);
      else expect(Object.keys(content["application/json"]?.schema ?? {})).not.toEqual([]);
    }
    expect(done?.description).toBeTruthy();
    expect(operation.responses["default"]?.content["application/problem+json"]?.schema).toEqual({
      $ref: "#/components/schemas/Problem",
    });
  });
});

test("says where a part of a file may be asked for", () => {
  const inParts = operations.filter(({ operation }) => "206" in operation.responses);
  expect(inParts.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "get /api/backups/{name}",
  ]);
  const [backup] = inParts;
  expect(Object.keys(backup?.operation.responses["206"]?.content ?? {})).toEqual([
    "application/zstd",
  ]);
});

test("lists every code of a problem", () => {
  expect(document.components.schemas.Problem).toMatchObject({
    properties: { code: { enum: Object.keys(PROBLEMS) } },
  });
});
