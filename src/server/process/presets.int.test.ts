import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as v from "valibot";
import { attemptsSchema, newWebhookSchema, webhookSchema } from "../../protocol/webhooks.ts";
import { type ServiceName, SERVICES, startService } from "./services.fixture.ts";
import { startTeam, type Team } from "./team.fixture.ts";

const ORIGIN = "https://alerts.example.org";
const NAMES = Object.keys(SERVICES) as ServiceName[];

type Running = Awaited<ReturnType<typeof startService>>;
const services = new Map<ServiceName, Running>();
let team: Team;
beforeAll(async () => {
  for (const name of NAMES) services.set(name, await startService(name));
  const allowed = [...services.values()].map(({ port }) => `127.0.0.1:${port}`);
  team = await startTeam({ WEBHOOK_ALLOW: allowed.join(), PUBLIC_ORIGIN: ORIGIN });
});
afterAll(async () => {
  await team.server.stop();
  for (const service of services.values()) service.stop();
});

function running(name: ServiceName): Running {
  const service = services.get(name);
  if (service === undefined) throw new Error(`${name} is not running.`);
  return service;
}

/** A webhook of the preset that hears of alerts of a source of its own; what was said before is forgotten. */
async function make(preset: ServiceName, source: string): Promise<number> {
  const { url, taken, answers } = running(preset);
  taken.length = 0;
  answers.length = 0;
  const body = { name: preset, preset, url, filter: { source: [source] } };
  const { json } = await team.rule("POST", "/api/webhooks", body);
  return v.parse(newWebhookSchema, json).id;
}

const openedSchema = v.object({ results: v.array(v.object({ id: v.number() })) });

async function open(alert: object): Promise<number> {
  const { json } = await team.rule("POST", "/api/alerts", [alert]);
  return v.parse(openedSchema, json).results[0]?.id ?? 0;
}

async function attemptsOf(id: number) {
  const { json } = await team.rule("GET", `/api/webhooks/${id}/attempts`);
  return v.parse(attemptsSchema, json).attempts;
}

async function pendingOf(id: number): Promise<number> {
  return v.parse(webhookSchema, (await team.rule("GET", `/api/webhooks/${id}`)).json).pending;
}

/** What does something somewhere: mentions, markup, links, places, and what is not to be seen. */
const HOSTILE = [
  "<!channel> <!here> <@U123> <#C1|x> @everyone @here <@&1>",
  "<https://evil.test|Open in Tocsin> [x](javascript:alert(1)) https://evil.test/",
  "**b** _i_ ~s~ `c` ```d``` ||e|| > q\n# h\n- l",
  "<at>Mira</at> {{DATE(2026-01-01T00:00:00Z,SHORT)}} {{alert.title}} ${x}",
  "&lt;!channel&gt; &amp; \\ \" ' \\*",
  "</script><img src=x onerror=alert(1)>",
  "\u202Egnp.exe\u2066x\u2069 \u200F\u061C",
  "a\0b\u0007\u001B[31m\u009B\r\n\r\nX-Injected: 1",
  "\uD800 \uDC00 👩‍👩‍👧 =?utf-8?B?PCFjaGFubmVsPg==?=",
].join(" ");

/** Controls but for line ends and tabs, and what turns the direction of text. */
const UNSEEN = /(?![\n\t])\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/** In every field; each source is one of its own. */
function hostileAlert(source: string, fields: object = {}) {
  return {
    source,
    title: HOSTILE.slice(0, 1000),
    description: HOSTILE.repeat(200).slice(0, 65_000),
    severity: "critical",
    fingerprint: HOSTILE.slice(0, 200),
    labels: { [HOSTILE.slice(0, 150)]: HOSTILE, __proto__x: "@everyone", host: "<!channel>" },
    annotations: { [HOSTILE.slice(0, 150)]: HOSTILE.repeat(50).slice(0, 60_000) },
    ...fields,
  };
}

describe.each(NAMES)("%s", (name) => {
  const { show } = SERVICES[name];

  test("takes whatever is said of an alert, and nothing in it does anything", async () => {
    const source = `${name} <!channel> @everyone [x](y) \u202E`;
    const id = await make(name, source);
    const alert = await open(hostileAlert(source, { url: "javascript:alert(1)" }));
    const note = `${HOSTILE} ${"*".repeat(5000)}`;
    await team.rule("POST", `/api/alerts/${alert}/acknowledge`, { note });
    await team.rule("POST", `/api/alerts/${alert}/resolve`);
    const { taken, answers } = running(name);
    // PagerDuty has no place for the note.
    const most = name === "pagerduty" ? 3 : 4;
    await expect
      .poll(() => answers.map(({ status }) => Math.floor(status / 100)))
      .toEqual(Array.from({ length: most }, () => 2));
    await expect.poll(() => pendingOf(id)).toBe(0);
    const shown = taken.map(show);
    const links = new Set(shown.flatMap(({ active }) => active));
    expect([...links]).toEqual([`${ORIGIN}/alerts/${alert}`]);
    const text = shown.flatMap(({ texts }) => texts).join("\n");
    expect(UNSEEN.exec(text)).toBeNull();
    expect(text.isWellFormed()).toBe(true);
    // It is all there to be read.
    expect(text).toContain("<!channel> <!here> <@U123> <#C1|x> @everyone @here <@&1>");
    expect(text).toContain("[x](javascript:alert(1))");
    expect((await attemptsOf(id)).every(({ outcome }) => outcome === "delivered")).toBe(true);
  });

  test("is given the address at which the source shows the alert, as one", async () => {
    const source = `${name} with an address`;
    const id = await make(name, source);
    const url = "https://source.test/a|b>c?x=<y>&z=1";
    await open({ source, title: "Look", url });
    await expect.poll(() => running(name).taken.length).toBe(1);
    await expect.poll(() => pendingOf(id)).toBe(0);
    const { active } = show(running(name).taken[0] ?? "");
    const hosts = active.map((link) => new URL(link).host);
    expect(hosts).toContain("alerts.example.org");
    expect(new Set(hosts).size).toBeLessThanOrEqual(2);
    for (const link of active) expect(link).not.toMatch(/[<>|]/u);
  });

  test("takes a test", async () => {
    const id = await make(name, "nothing");
    const { json } = await team.rule("POST", `/api/webhooks/${id}/test`);
    expect(json).toMatchObject({ attempt: { type: "tocsin.test", outcome: "delivered" } });
  });
});

test("what PagerDuty calls invalid is not sent again; what a chat has no room for is, when it says", async () => {
  const refused = { status: 400, body: '{"status":"invalid event","errors":["no"]}' };
  // https://docs.discord.com/developers/topics/rate-limits
  const busy = {
    status: 429,
    body: '{"message":"You are being rate limited.","retry_after":64.57,"global":false}',
    headers: { "retry-after": "65" },
  };
  const wait = async (name: "pagerduty" | "discord", answer: typeof refused) => {
    running(name).answerAlike(answer);
    const id = await make(name, `${name} says no`);
    await open({ source: `${name} says no`, title: "Disk is full" });
    await expect.poll(async () => (await attemptsOf(id)).length).toBe(1);
    running(name).answerAlike(null);
    return { attempt: (await attemptsOf(id))[0], pending: await pendingOf(id) };
  };
  expect(await wait("pagerduty", refused)).toMatchObject({
    attempt: { outcome: "failed", status: 400, nextAt: null },
    pending: 0,
  });
  expect(await wait("discord", busy)).toMatchObject({
    attempt: { outcome: "failed", status: 429, nextAt: expect.any(String) },
    pending: 1,
  });
});

describe("the services of these tests refuse", () => {
  const long = (most: number) => "x".repeat(most + 1);
  const section = { type: "section", text: { type: "plain_text", text: "x" } };
  const embed = { description: "x".repeat(3100) };
  const card = (size: number) => ({
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          type: "AdaptiveCard",
          version: "1.4",
          body: [{ type: "TextBlock", text: "x".repeat(size) }],
        },
      },
    ],
  });
  const event = (payload: object, more: object = {}) => ({
    routing_key: "r".repeat(32),
    event_action: "trigger",
    payload: { summary: "x", source: "x", severity: "info", ...payload },
    ...more,
  });

  test.each<[ServiceName, unknown, number, string]>([
    ["slack", "text", 400, "invalid_payload"],
    ["slack", { text: " " }, 400, "no_text"],
    ["slack", { blocks: Array.from({ length: 51 }, () => section) }, 400, "invalid_blocks"],
    [
      "slack",
      { blocks: [{ type: "section", text: { type: "plain_text", text: long(3000) } }] },
      400,
      "invalid_blocks",
    ],
    [
      "slack",
      { blocks: [{ type: "header", text: { type: "mrkdwn", text: "x" } }] },
      400,
      "invalid_blocks",
    ],
    ["slack", { blocks: [{ type: "context", elements: [] }] }, 400, "invalid_blocks"],
    ["discord", {}, 400, "50006"],
    ["discord", { content: long(2000) }, 400, "50035"],
    ["discord", { embeds: [embed, embed] }, 400, "50035"],
    ["discord", { embeds: [{ title: "x", url: "javascript:alert(1)" }] }, 400, "50035"],
    ["teams", card(28 * 1024), 413, "Too Large"],
    ["teams", { text: "x" }, 400, "Bad payload"],
    ["ntfy", { topic: "a/b", message: "x" }, 400, "40009"],
    ["ntfy", { topic: "a", message: long(8192) }, 413, "41303"],
    ["ntfy", { topic: "a", priority: 6 }, 400, "40024"],
    ["gotify", { title: "x" }, 400, "Bad Request"],
    ["gotify", { message: "x", priority: 1.5 }, 400, "Bad Request"],
    ["pagerduty", event({ summary: long(1024) }), 400, "invalid event"],
    ["pagerduty", event({ severity: "bad" }), 400, "invalid event"],
    ["pagerduty", event({}, { dedup_key: long(255) }), 400, "invalid event"],
    ["pagerduty", event({}, { routing_key: "r" }), 400, "invalid event"],
    ["pagerduty", { ...event({}), event_action: "resolve" }, 400, "invalid event"],
  ])("%s: %j", (name, body, status, words) => {
    const { path, answer } = SERVICES[name];
    const at = name === "ntfy" ? "/" : path;
    const url = new URL(at, "http://service.test");
    const given = answer({ url, headers: {}, body: JSON.stringify(body) });
    expect(given.status).toBe(status);
    expect(given.body).toContain(words);
  });

  test.each<[ServiceName, object, string[]]>([
    ["slack", { text: "<!channel> <https://a.test|b>" }, ["!channel", "https://a.test"]],
    ["discord", { content: "@here" }, ["anybody who is mentioned", "@"]],
    [
      "discord",
      { allowed_mentions: { parse: [] }, embeds: [{ description: String.raw`\[a](b` }] },
      ["]"],
    ],
    ["ntfy", { topic: "a", message: "x".repeat(4097) }, ["a file"]],
    [
      "gotify",
      { message: "*", extras: { "client::display": { contentType: "text/markdown" } } },
      ["*"],
    ],
  ])("to take as text, %s: %j", (name, body, active) => {
    expect(SERVICES[name].show(JSON.stringify(body)).active).toEqual(active);
  });
});
