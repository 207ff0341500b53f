import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { PRESETS } from "../../../protocol/webhook-preset.ts";
import { aMessage, arbitraryMessage, AT } from "./message.fixture.ts";
import type { Outgoing } from "./message.ts";
import { faultOfNtfy } from "./ntfy.ts";
import { FORMS, WRITERS } from "./preset.ts";
import { LONGEST_BODY } from "./shorten.ts";

const RUNS = { numRuns: 300 };

/** What the preset sends, with its body read. */
function sent(
  name: keyof typeof WRITERS,
  message = aMessage(),
  address = "https://service.test/hook?key=1",
) {
  const outgoing = WRITERS[name](message, new URL(address));
  if (outgoing === null) throw new Error("that is to be sent");
  return { ...outgoing, json: JSON.parse(outgoing.body) as unknown };
}

/** All texts in a value of JSON, at any depth. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const short = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
const link = v.pipe(v.string(), v.url(), v.regex(/^https?:\/\/[^\s<>|]+$/u), v.maxLength(2048));

test("every preset but the template writes", () => {
  expect(Object.keys(WRITERS)).toEqual(PRESETS.filter((name) => name !== "template"));
  expect(Object.keys(FORMS)).toEqual([...PRESETS]);
});

test.each(Object.entries(WRITERS))(
  "%s writes JSON, of a bounded size, the same each time",
  (_name, write) => {
    fc.assert(
      fc.property(arbitraryMessage, (message) => {
        const address = new URL("https://service.test/topic?a=b");
        const outgoing = write(message, address);
        if (outgoing === null) return;
        expect(Buffer.byteLength(outgoing.body)).toBeLessThanOrEqual(LONGEST_BODY);
        expect(JSON.parse(outgoing.body)).toBeTypeOf("object");
        expect(outgoing.headers).toEqual({ "content-type": "application/json" });
        expect(new URL(outgoing.url).origin).toBe("https://service.test");
        expect(write(message, address)).toEqual(outgoing);
      }),
      RUNS,
    );
  },
);

test.each(Object.entries(WRITERS))(
  "%s fits when all is long, in signs of three bytes",
  (_name, write) => {
    const long = (length: number) => "世".repeat(length);
    const labels = Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => [long(200) + i, long(300)]),
    );
    const url = `https://source.test/${"a".repeat(1900)}`;
    const alert = { title: long(1000), description: long(65_536), source: long(200), labels, url };
    const message = aMessage(
      { type: "alert.unacknowledged", actor: "user:mira", link: url },
      alert,
    );
    const outgoing = write(message, new URL("https://service.test/topic?routing_key=k"));
    expect(Buffer.byteLength(outgoing?.body ?? "")).toBeLessThanOrEqual(LONGEST_BODY);
  },
);

describe("slack", () => {
  const plain = v.strictObject({
    type: v.literal("plain_text"),
    // An ampersand begins one of the three that Slack turns back, and its two brackets never occur.
    text: v.pipe(short(3000), v.regex(/^(?:[^&<>]|&amp;|&lt;|&gt;)*$/u)),
    emoji: v.literal(false),
  });
  const links = v.strictObject({
    type: v.literal("mrkdwn"),
    text: v.pipe(
      short(3000),
      v.regex(
        /^<https?:[^\s<>|]+\|Open (?:in Tocsin|at its source)>(?: · <https?:[^\s<>|]+\|Open at its source>)?$/u,
      ),
    ),
    verbatim: v.literal(true),
  });
  const schema = v.strictObject({
    text: v.pipe(short(4000), v.regex(/^(?:[^&<>]|&amp;|&lt;|&gt;)*$/u)),
    mrkdwn: v.literal(false),
    link_names: v.literal(false),
    unfurl_links: v.literal(false),
    unfurl_media: v.literal(false),
    blocks: v.pipe(
      v.array(
        v.variant("type", [
          v.strictObject({ type: v.literal("section"), text: plain }),
          v.strictObject({
            type: v.literal("context"),
            elements: v.pipe(v.array(v.union([plain, links])), v.length(1)),
          }),
        ]),
      ),
      v.maxLength(50),
    ),
  });

  test("takes it, and nothing in it is a mention, a link or bold", () => {
    fc.assert(
      fc.property(arbitraryMessage, (message) => {
        expect(v.parse(schema, sent("slack", message).json)).toBeDefined();
      }),
      RUNS,
    );
  });

  test("is given the link to Tocsin where there is no room for both", () => {
    const url = `https://source.test/?${"&".repeat(1970)}`;
    const texts = textsIn(sent("slack", aMessage({}, { url })).json);
    expect(texts).toContain("<https://alerts.example.org/alerts/1|Open in Tocsin>");
    expect(texts.join("")).not.toContain("source.test");
  });

  test("says what has happened", () => {
    const { json, url } = sent(
      "slack",
      aMessage({}, { title: "<!channel> a & b", labels: { host: "web-1" } }),
    );
    expect(url).toBe("https://service.test/hook?key=1");
    expect(textsIn(json)).toContain("Opened: &lt;!channel&gt; a &amp; b");
    expect(textsIn(json)).toContain("warning · monitor · host=web-1");
    expect(textsIn(json)).toContain("<https://alerts.example.org/alerts/1|Open in Tocsin>");
  });
});

describe("discord", () => {
  // Each sign of ASCII that is no letter, digit or space stands behind a backslash.
  const inert = v.regex(/^(?:[^!-/:-@[-`{-~]|\\[!-/:-@[-`{-~])*$/u);
  const schema = v.strictObject({
    allowed_mentions: v.strictObject({ parse: v.pipe(v.array(v.string()), v.maxLength(0)) }),
    embeds: v.strictTuple([
      v.strictObject({
        title: v.pipe(short(256), inert),
        description: v.pipe(v.string(), v.maxLength(4096), inert),
        footer: v.strictObject({ text: short(2048) }),
        color: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xff_ff_ff)),
        timestamp: v.pipe(v.string(), v.isoTimestamp()),
        url: v.optional(link),
      }),
    ]),
  });

  test("takes it, and nothing in it is a mention or Markdown", () => {
    fc.assert(
      fc.property(arbitraryMessage, (message) => {
        const { embeds } = v.parse(schema, sent("discord", message).json);
        const [{ title, description, footer }] = embeds;
        expect(title.length + description.length + footer.text.length).toBeLessThanOrEqual(6000);
      }),
      RUNS,
    );
  });

  test("is asked whether it took it", () => {
    expect(sent("discord").url).toBe("https://service.test/hook?key=1&wait=true");
    const twice = sent("discord", aMessage(), "https://service.test/hook?wait=false&wait=no");
    expect(twice.url).toBe("https://service.test/hook?wait=true");
  });
});

describe("teams", () => {
  const schema = v.strictObject({
    type: v.literal("message"),
    attachments: v.strictTuple([
      v.strictObject({
        contentType: v.literal("application/vnd.microsoft.card.adaptive"),
        contentUrl: v.null(),
        content: v.strictObject({
          $schema: v.string(),
          type: v.literal("AdaptiveCard"),
          version: v.literal("1.4"),
          body: v.array(
            v.strictObject({
              type: v.literal("RichTextBlock"),
              inlines: v.strictTuple([
                v.looseObject({
                  type: v.literal("TextRun"),
                  text: v.pipe(
                    short(3000),
                    v.check((text) => !text.includes("{{")),
                  ),
                }),
              ]),
            }),
          ),
          actions: v.array(
            v.strictObject({ type: v.literal("Action.OpenUrl"), title: v.string(), url: link }),
          ),
        }),
      }),
    ]),
  });

  test("takes it, and nothing in it is Markdown, a mention, or filled in", () => {
    fc.assert(
      fc.property(arbitraryMessage, (message) => {
        expect(v.parse(schema, sent("teams", message).json)).toBeDefined();
      }),
      RUNS,
    );
  });
});

describe("ntfy", () => {
  const schema = v.strictObject({
    topic: v.literal("my-topic"),
    title: short(250),
    message: v.pipe(
      v.string(),
      v.check((text) => Buffer.byteLength(text) <= 4096),
    ),
    priority: v.picklist([2, 3, 4, 5]),
    tags: v.strictTuple([v.picklist(["white_check_mark", "rotating_light"])]),
    markdown: v.literal(false),
    click: v.optional(link),
  });

  test("takes it, at its root, and as text", () => {
    fc.assert(
      fc.property(arbitraryMessage, (message) => {
        const { url, json } = sent("ntfy", message, "https://ntfy.test/my-topic?auth=abc");
        expect(url).toBe("https://ntfy.test/?auth=abc");
        expect(v.parse(schema, json)).toBeDefined();
      }),
      RUNS,
    );
  });

  test.each(['"', "\n", "\\", "ä", "😀", "a"])("takes a message that is full of %j", (sign) => {
    const url = `https://source.test/${"a".repeat(1900)}`;
    const alert = { title: sign.repeat(1000), description: sign.repeat(65_536), url };
    const { body, json } = sent("ntfy", aMessage({ link: null }, alert));
    // It reads twice as many bytes as a message may have (its server/server.go, transformBodyJSON).
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(8192);
    expect(textsIn(json).join("")).toContain("…");
  });

  test.each(["https://ntfy.sh/my-topic", "https://ntfy.sh/my_topic/", "https://ntfy.sh/a?auth=b"])(
    "%s has a topic",
    (address) => {
      expect(faultOfNtfy(new URL(address))).toBeNull();
    },
  );

  test.each([
    "https://ntfy.sh",
    "https://ntfy.sh/a/b",
    "https://ntfy.sh/a%20b",
    "https://ntfy.sh//a",
  ])("%s has none", (address) => {
    expect(faultOfNtfy(new URL(address))).not.toBeNull();
  });
});

describe("gotify", () => {
  const schema = v.strictObject({
    title: short(250),
    message: v.pipe(v.string(), v.maxLength(3000)),
    priority: v.picklist([2, 5, 8, 10]),
    extras: v.strictObject({
      "client::display": v.strictObject({ contentType: v.literal("text/plain") }),
      "client::notification": v.optional(v.strictObject({ click: v.strictObject({ url: link }) })),
    }),
  });

  test("takes it, as text, by the token in its address", () => {
    fc.assert(
      fc.property(arbitraryMessage, (message) => {
        const { url, json } = sent("gotify", message, "https://gotify.test/message?token=abc");
        expect(url).toBe("https://gotify.test/message?token=abc");
        expect(v.parse(schema, json)).toBeDefined();
      }),
      RUNS,
    );
  });
});

describe("pagerduty", () => {
  const named = {
    routing_key: v.literal("k1"),
    dedup_key: v.pipe(v.string(), v.maxLength(255)),
  };
  const schema = v.variant("event_action", [
    v.strictObject({ ...named, event_action: v.picklist(["acknowledge", "resolve"]) }),
    v.strictObject({
      ...named,
      event_action: v.literal("trigger"),
      client: v.string(),
      client_url: v.optional(link),
      links: v.array(v.strictObject({ href: link, text: v.string() })),
      payload: v.strictObject({
        summary: short(1024),
        source: short(250),
        severity: v.picklist(["critical", "error", "warning", "info"]),
        timestamp: v.pipe(v.string(), v.isoTimestamp()),
        custom_details: v.looseObject({}),
      }),
    }),
  ]);
  const address = "https://events.pagerduty.test/v2/enqueue?routing_key=k1";
  const actionOf = (outgoing: Outgoing | null) =>
    outgoing === null ? null : v.parse(schema, JSON.parse(outgoing.body)).event_action;

  test("takes it", () => {
    fc.assert(
      fc.property(arbitraryMessage, (message) => {
        const outgoing = WRITERS.pagerduty(message, new URL(address));
        expect(outgoing === null).toBe(
          ["alert.noted", "alert.snoozed", "alert.woken"].includes(message.type),
        );
        expect(outgoing?.url ?? "https://events.pagerduty.test/v2/enqueue").not.toContain("k1");
        actionOf(outgoing);
      }),
      RUNS,
    );
  });

  test.each([
    ["alert.opened", "firing", null, "trigger"],
    ["alert.repeated", "firing", null, "trigger"],
    ["alert.repeated", "acknowledged", null, "acknowledge"],
    ["alert.acknowledged", "acknowledged", null, "acknowledge"],
    ["alert.unacknowledged", "firing", null, "trigger"],
    ["alert.resolved", "resolved", null, "resolve"],
    ["alert.reopened", "firing", null, "trigger"],
    ["alert.deleted", "firing", AT, "resolve"],
    ["alert.restored", "firing", null, "trigger"],
    ["alert.restored", "acknowledged", null, "trigger"],
    ["alert.restored", "resolved", null, "resolve"],
    ["alert.changed", "resolved", null, "resolve"],
    ["alert.noted", "firing", null, null],
    ["alert.snoozed", "firing", null, null],
    ["alert.woken", "firing", null, null],
  ] as const)("%s of an alert that is %s (deleted: %s): %s", (type, status, deletedAt, action) => {
    const message = aMessage({ type }, { status, deletedAt });
    expect(actionOf(WRITERS.pagerduty(message, new URL(address)))).toBe(action);
  });

  test("knows an alert by the same name for as long as there is one", () => {
    const keyOf = (message = aMessage()) =>
      v.parse(schema, sent("pagerduty", message, address).json).dedup_key;
    const resolved = aMessage({ type: "alert.resolved" }, { status: "resolved", title: "Another" });
    expect(keyOf()).toBe("tocsin/e1/1");
    expect(keyOf(resolved)).toBe(keyOf());
    expect(keyOf(aMessage({ identity: "e1/2" }))).not.toBe(keyOf());
  });

  test("is told what people can read, by a title that is one line", () => {
    const alert = {
      title: "a\u202Eb\u0007c\nd",
      source: "e\u2066f\ng",
      labels: { "h\u202E": "i\u0007" },
      annotations: { j: "k\u2069\nl" },
    };
    const texts = textsIn(sent("pagerduty", aMessage({}, alert), address).json);
    expect(texts).toEqual(expect.arrayContaining(["abc d", "ef g", "i", "k\nl"]));
    expect(texts.join("")).not.toMatch(/(?!\n)\p{Cc}|[\u202E\u2066\u2069]/u);
  });

  test("has to be named with its key", () => {
    expect(FORMS.pagerduty.faultOf(new URL(address))).toBeNull();
    for (const query of ["", "?routing_key=", "?key=k1"])
      expect(FORMS.pagerduty.faultOf(new URL(`/v2/enqueue${query}`, address))).toContain(
        "routing_key",
      );
  });

  test("is never asked the same again after a 400", () => {
    expect(FORMS.pagerduty.finals).toEqual([400]);
  });
});

test("what turns the direction of text, or rings, is left out of what people read", () => {
  const message = aMessage({}, { title: "a\u202Eb\u0007c\nd", description: "e\u2066f\ng" });
  for (const name of ["slack", "discord", "teams", "ntfy", "gotify"] as const) {
    const texts = textsIn(sent(name, message).json).join("\n");
    expect(texts).toMatch(/abc d/u);
    expect(texts).toMatch(/ef\ng/u);
  }
});
