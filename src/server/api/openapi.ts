import "server-only";
import { type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import { filterSchema } from "../../domain/filter.ts";
import { ok, type ProblemCode } from "../../domain/problem.ts";
import { PROBLEMS } from "../../domain/problems.ts";
import type { Route } from "../http/route.ts";

/** What a server has that others may not. */
export interface Described {
  /** Below which path it lies; ends in a slash. */
  readonly basePath: string;
  /** The name of the cookie of its sessions. */
  readonly cookieName: string;
}

/** The description of these routes, and of its own. */
export function openApiRoutes(others: readonly Route[], described: Described): Route[] {
  /** Made when it is first asked for, which takes some milliseconds, and never again. */
  let description: object | null = null;
  const routes: readonly Route[] = [
    {
      method: "GET",
      path: "/api/openapi.json",
      summary: "This description",
      need: "read",
      answer: v.record(v.string(), v.unknown()),
      handle: () => ok((description ??= openApiOf([...others, ...routes], described))),
    },
  ];
  return [...routes];
}

/** The description of the API (OpenAPI 3.1), made from the schemas that validate it. */
export function openApiOf(routes: readonly Route[], { basePath, cookieName }: Described) {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(id|name)/u, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Tocsin", version: "1", description: "A live feed of every alert received." },
    servers: [{ url: basePath.replace(/(?<=.)\/$/u, "") }],
    paths,
    // Any of them; `x-needs` says what whoever calls must be allowed.
    security: [{ key: [] }, { keyAsPassword: [] }, { session: [] }],
    components: {
      schemas: { Problem: problemSchema() },
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "A key: tocsin_ID_SECRET" },
        keyAsPassword: { type: "http", scheme: "basic", description: "A key, under any name" },
        session: { type: "apiKey", in: "cookie", name: cookieName },
      },
    },
  };
}

function operationOf(route: Route) {
  const parameters = [
    ...(route.path.includes(":id") ? [inPath("id", { type: "integer", minimum: 1 })] : []),
    ...(route.path.includes(":name") ? [inPath("name", { type: "string" })] : []),
    ...(route.parameters === undefined ? [] : queryParameters(route.parameters)),
    ...(route.takesFilter ? queryParameters(filterSchema, OF_FILTERS) : []),
  ];
  return {
    summary: route.summary,
    "x-needs": route.need,
    ...(route.need === "nothing" ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body === undefined ? {} : { requestBody: bodyOf(route, route.body) }),
    responses: {
      [route.status ?? 200]: {
        description: "Done",
        ...(route.status === 204 ? {} : { content: contentOf(route) }),
      },
      ...(route.inParts
        ? { 206: { description: "The part that Range asks for", content: contentOf(route) } }
        : {}),
      ...(route.accepts === undefined
        ? {}
        : { 202: { description: "It goes on", content: jsonContent(route.accepts) } }),
      default: { description: "A problem (RFC 9457)", content: PROBLEM_CONTENT },
    },
  };
}

function inPath(name: "id" | "name", schema: JsonSchema) {
  return { name, in: "path", required: true, schema };
}

function contentOf({ downloads, answer }: Route) {
  return downloads === undefined ? jsonContent(answer) : { [downloads]: { schema: {} } };
}

/** What the schema of a filter has no words for. */
const OF_FILTERS: ReadonlyMap<string, string> = new Map([
  ["source", 'A source with a comma stands in double quotes: "a,b".'],
  [
    "label",
    'Repeatable. A name with =, or with ! at its end, stands in double quotes: "a=b"=c. ' +
      "Without them it may end at any =.",
  ],
]);

/** Lists are separated by commas, but for labels, whose values may have commas: those repeat. */
function queryParameters(
  schema: { readonly entries: v.ObjectEntries },
  descriptions: ReadonlyMap<string, string> = new Map(),
) {
  return Object.entries(schema.entries).map(([name, entry]) => ({
    name,
    in: "query",
    required: entry.type !== "optional",
    ...(descriptions.has(name) ? { description: descriptions.get(name) } : {}),
    ...(name === "label" ? {} : { explode: false }),
    schema: jsonSchema(entry),
  }));
}

function bodyOf({ bodyIsOptional = false }: Route, schema: v.GenericSchema) {
  return { required: !bodyIsOptional, content: jsonContent(schema) };
}

function jsonContent(schema: v.GenericSchema) {
  return { "application/json": { schema: jsonSchema(schema) } };
}

const PROBLEM_CONTENT = {
  "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
};

function problemSchema() {
  return jsonSchema(
    v.object({
      type: v.string(),
      title: v.string(),
      status: v.number(),
      detail: v.string(),
      code: v.picklist(Object.keys(PROBLEMS) as ProblemCode[]),
      instance: v.optional(v.string()),
    }),
  );
}

/** What may be sent. The only schema without words in JSON Schema is that of labels. */
function jsonSchema(schema: v.GenericSchema): JsonSchema {
  const { $schema: _, ...plain } = toJsonSchema(schema, {
    typeMode: "input",
    errorMode: "ignore",
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      valibotSchema.type === "custom"
        ? { type: "object", additionalProperties: { type: "string" } }
        : jsonSchema,
  });
  return plain;
}
