import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as v from "valibot";
import { newWebhookSchema } from "../../protocol/webhooks.ts";
import { problemOf, type Received } from "./server.fixture.ts";
import { startTeam, type Team } from "./team.fixture.ts";

const received = new Map<string, string>();
const receiver = createServer((request, response) => void take(request, response));

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  received.set(request.url ?? "", await text(request));
  response.end();
}

let team: Team;
let origin = "";
let cookie = "";
beforeAll(async () => {
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const { port } = receiver.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  team = await startTeam({ WEBHOOK_ALLOW: `127.0.0.1:${port}` });
  cookie = await team.enter("Mira");
});
afterAll(async () => {
  await team.server.stop();
  receiver.close();
});

/** Asks for a webhook of the template that hears of alerts of one source, whatever comes of it. */
async function make(template: unknown, path = "/", source = "nothing"): Promise<Received> {
  return team.ask({
    method: "POST",
    path: "/api/webhooks",
    headers: { cookie, origin: team.origin },
    body: {
      name: "t",
      url: origin + path,
      preset: "template",
      template,
      filter: { source: [source] },
    },
  });
}

/** What arrives by the template of an alert. */
async function arrivedOf(template: string, source: string, alert: object): Promise<unknown> {
  const path = `/${source}`;
  const made = v.parse(newWebhookSchema, (await make(template, path, source)).json);
  expect(made.template).toBe(template);
  await team.rule("POST", "/api/alerts", { title: "x", source, ...alert });
  await expect.poll(() => received.get(path)).toBeDefined();
  return JSON.parse(received.get(path) ?? "");
}

test("places are filled with values of JSON, whatever these say", async () => {
  const title = 'Say "hi" \\ {{alert.id}} ","x":"\n\u202E';
  const template =
    '{"title":"{{alert.title}}","same":{{alert.title}},"in":["<{{alert.severity}}>",{{alert.occurrences}}],' +
    '"labels":{{alert.labels}},"none":{{alert.labels.none}},"over":{{alert.resolvedAt}},"type":"{{type}}","{{alert.source}}":true}';
  const labels = { env: '"}', ["__proto__"]: "p", constructor: "c" };
  expect(await arrivedOf(template, "values", { title, severity: "error", labels })).toEqual({
    title,
    same: title,
    in: ["<error>", 1],
    labels,
    none: null,
    over: null,
    type: "alert.opened",
    values: true,
  });
});

test("what objects are born with is in no alert, and a label of that name is a label", async () => {
  const template =
    '[{{alert.labels.constructor}},{{alert.labels.__proto__}},{{alert.annotations.toString}},"{{alert.labels.hasOwnProperty}}"]';
  expect(await arrivedOf(template, "born", {})).toEqual([null, null, null, ""]);
  const labels = { constructor: "c", ["__proto__"]: "p" };
  expect(await arrivedOf(template, "given", { labels })).toEqual(["c", "p", null, ""]);
});

test("a template as deep as it may be long arrives as it is", async () => {
  const deep = (value: string) => `${"[".repeat(1900)}${value}${"]".repeat(1900)}`;
  const arrived = await arrivedOf(deep("{{alert.title}}"), "deep", { title: "down here" });
  expect(JSON.stringify(arrived)).toBe(deep('"down here"'));
});

test.each<[unknown, RegExp]>([
  [undefined, /^template: must be there/u],
  ["", /^template: must be JSON/u],
  ['{"a":{{alert.id}}', /^template: must be JSON/u],
  ['{"a":"{{alert.titel}}"}', /nothing is known: \{\{alert\.titel\}\}$/u],
  ['{"a":"{{alert.__proto__}}"}', /nothing is known: \{\{alert\.__proto__\}\}$/u],
  ['{"a":"{{alert.constructor}}"}', /nothing is known: \{\{alert\.constructor\}\}$/u],
  ['{"a":"{{alert.labels}} {{secret}}"}', /nothing is known: \{\{secret\}\}$/u],
  ['{"a":"{{process.env.DATABASE_URL}}"}', /nothing is known: \{\{process\.env/u],
  [`{"a":"{{${"y".repeat(3000)}}}"}`, /nothing is known: \{\{y{59}…\}\}$/u],
  ['{"a":"{{alert.title"}', /without an end: \{\{alert\.title"\}$/u],
  ["{{".repeat(2000), /without an end: /u],
  [`["${"a".repeat(100_000)}"]`, /^template: must have at most 4000 characters$/u],
  ["{{alert.id}}".repeat(8000), /^template: must have at most 4000 characters$/u],
  ["[".repeat(100_000), /^template: must have at most 4000 characters$/u],
])("the template %.60j is refused with what is wrong in it", async (template, words) => {
  const answer = await make(template);
  expect(problemOf(answer)).toEqual([400, "invalid-body"]);
  expect(v.parse(v.object({ detail: v.string() }), answer.json).detail).toMatch(words);
});

test("a change of the template is held to the same, and the one before stays", async () => {
  const { id } = v.parse(newWebhookSchema, (await make('{"a":1}')).json);
  const ask = (body: object) =>
    team.ask({
      method: "PUT",
      path: `/api/webhooks/${id}`,
      headers: { cookie, origin: team.origin },
      body,
    });
  expect(problemOf(await ask({ template: '{"a":{{nope}}}' }))).toEqual([400, "invalid-body"]);
  expect(problemOf(await ask({ template: null }))).toEqual([400, "invalid-body"]);
  expect((await ask({ name: "u" })).json).toMatchObject({ name: "u", template: '{"a":1}' });
  // Without a template it can be something else.
  expect((await ask({ preset: "standard", template: null })).json).toMatchObject({
    preset: "standard",
    template: null,
  });
});
