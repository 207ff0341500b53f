import * as v from "valibot";
import { link, MARKDOWN, readJson, type Service, upTo } from "./service.fixture.ts";

// https://docs.slack.dev/reference/block-kit/blocks and …/composition-objects/text-object
const slackPlain = v.strictObject({
  type: v.literal("plain_text"),
  text: upTo(3000),
  emoji: v.optional(v.boolean()),
});
const slackText = v.variant("type", [
  slackPlain,
  v.strictObject({
    type: v.literal("mrkdwn"),
    text: upTo(3000),
    verbatim: v.optional(v.boolean()),
  }),
]);
const slackBlock = v.variant("type", [
  v.strictObject({ type: v.literal("section"), text: slackText }),
  v.strictObject({
    type: v.literal("context"),
    elements: v.pipe(v.array(slackText), v.minLength(1), v.maxLength(10)),
  }),
  v.strictObject({
    type: v.literal("header"),
    text: v.pipe(
      slackPlain,
      v.check(({ text }) => text.length <= 150),
    ),
  }),
  v.strictObject({ type: v.literal("divider") }),
]);
const slackBody = v.looseObject({
  text: v.optional(v.string(), ""),
  blocks: v.optional(v.pipe(v.array(slackBlock), v.maxLength(50)), []),
});

/** Its errors: https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks */
export const slack: Service = {
  path: "/services/T0/B0/x",
  answer({ body }) {
    const json = readJson(body);
    if (typeof json !== "object" || json === null) return { status: 400, body: "invalid_payload" };
    const read = v.safeParse(slackBody, json);
    if (!read.success) return { status: 400, body: "invalid_blocks" };
    const { text, blocks } = read.output;
    return text.trim() === "" && blocks.length === 0
      ? { status: 400, body: "no_text" }
      : { status: 200, body: "ok" };
  },
  show(body) {
    const { text, blocks } = v.parse(slackBody, readJson(body));
    const inBlocks = blocks.flatMap((block) => {
      if (block.type === "divider") return [];
      return block.type === "context" ? block.elements : [block.text];
    });
    const texts = [text, ...inBlocks.map((one) => one.text)];
    const unescaped = (one: string) =>
      one.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    return {
      texts: texts.map(unescaped),
      // https://docs.slack.dev/messaging/formatting-message-text: whatever stands in angle brackets.
      active: texts.flatMap((one) =>
        [...one.matchAll(/<([^<>]*)>/gu)].map(([, inside = ""]) =>
          unescaped(inside.split("|")[0] ?? ""),
        ),
      ),
    };
  },
};

const discordBody = v.looseObject({
  content: v.optional(v.pipe(v.string(), v.maxLength(2000)), ""),
  allowed_mentions: v.optional(v.object({ parse: v.optional(v.array(v.string())) })),
  embeds: v.optional(
    v.pipe(
      v.array(
        v.object({
          title: v.optional(v.pipe(v.string(), v.maxLength(256)), ""),
          description: v.optional(v.pipe(v.string(), v.maxLength(4096)), ""),
          url: v.optional(v.pipe(link, v.regex(/^https?:/u))),
          timestamp: v.optional(v.pipe(v.string(), v.isoTimestamp())),
          color: v.optional(v.pipe(v.number(), v.integer(), v.maxValue(0xff_ff_ff))),
          footer: v.optional(v.object({ text: v.pipe(v.string(), v.maxLength(2048)) })),
        }),
      ),
      v.maxLength(10),
      v.check(
        (embeds) =>
          embeds
            .map(({ title, description, footer }) => title + description + (footer?.text ?? ""))
            .join("").length <= 6000,
      ),
    ),
    [],
  ),
});
/**
 * https://docs.discord.com/developers/resources/webhook#execute-webhook,
 * https://docs.discord.com/developers/resources/message#embed-object-embed-limits
 */
export const discord: Service = {
  path: "/api/webhooks/1/x",
  answer({ url, body }) {
    const read = v.safeParse(discordBody, readJson(body));
    const answer = (status: number, json: object) => ({ status, body: JSON.stringify(json) });
    if (!read.success) return answer(400, { message: "Invalid Form Body", code: 50_035 });
    const { content, embeds } = read.output;
    if (content === "" && embeds.length === 0)
      return answer(400, { message: "Cannot send an empty message", code: 50_006 });
    return url.searchParams.get("wait") === "true"
      ? answer(200, { id: "1" })
      : { status: 204, body: "" };
  },
  show(body) {
    const { content, embeds, allowed_mentions } = v.parse(discordBody, readJson(body));
    const marked = [content, ...embeds.flatMap(({ title, description }) => [title, description])];
    const mentions = allowed_mentions?.parse?.length === 0 ? [] : ["anybody who is mentioned"];
    return {
      texts: [
        ...marked.map((one) => one.replaceAll(/\\([^\sA-Za-z0-9])/gu, "$1")),
        ...embeds.map(({ footer }) => footer?.text ?? ""),
      ],
      active: [
        ...mentions,
        ...marked.flatMap((one) => one.replaceAll(/\\[!-~]/gu, "").match(MARKDOWN) ?? []),
        ...embeds.flatMap(({ url }) => url ?? []),
      ],
    };
  },
};

const teamsText = v.variant("type", [
  v.looseObject({ type: v.literal("TextBlock"), text: v.string() }),
  v.looseObject({
    type: v.literal("RichTextBlock"),
    inlines: v.array(v.looseObject({ type: v.literal("TextRun"), text: v.string() })),
  }),
]);
const teamsBody = v.object({
  type: v.literal("message"),
  attachments: v.pipe(
    v.array(
      v.object({
        contentType: v.literal("application/vnd.microsoft.card.adaptive"),
        content: v.object({
          type: v.literal("AdaptiveCard"),
          version: v.picklist(["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"]),
          body: v.array(teamsText),
          actions: v.optional(
            v.array(v.object({ type: v.literal("Action.OpenUrl"), title: v.string(), url: link })),
            [],
          ),
        }),
      }),
    ),
    v.minLength(1),
  ),
});

/**
 * https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using,
 * https://learn.microsoft.com/en-us/connectors/teams/ (28 kB)
 */
export const teams: Service = {
  path: "/workflows/x?sig=y",
  answer({ body }) {
    if (Buffer.byteLength(body) > 28 * 1024)
      return { status: 413, body: "Request Entity Too Large" };
    return v.safeParse(teamsBody, readJson(body)).success
      ? { status: 202, body: "" }
      : { status: 400, body: "Bad payload" };
  },
  show(body) {
    const cards = v.parse(teamsBody, readJson(body)).attachments.map(({ content }) => content);
    const blocks = cards.flatMap((card) => card.body);
    const marked = blocks.flatMap((one) => (one.type === "TextBlock" ? [one.text] : []));
    const plain = blocks.flatMap((one) =>
      one.type === "RichTextBlock" ? one.inlines.map(({ text }) => text) : [],
    );
    const texts = [...marked, ...plain];
    return {
      texts: texts.map((one) => one.replaceAll("\u200B", "")),
      active: [
        ...marked.flatMap((one) => one.match(MARKDOWN) ?? []),
        ...texts.flatMap((one) => one.match(/\{\{\w+\(/gu) ?? []),
        ...cards.flatMap(({ actions }) => actions.map(({ url }) => url)),
      ],
    };
  },
};
