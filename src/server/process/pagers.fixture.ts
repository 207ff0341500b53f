import * as v from "valibot";
import { link, MARKDOWN, readJson, type Service, upTo } from "./service.fixture.ts";

const ntfyBody = v.object({
  topic: v.string(),
  title: v.optional(v.string(), ""),
  message: v.optional(v.string(), ""),
  priority: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5))),
  tags: v.optional(v.array(v.string())),
  actions: v.optional(v.pipe(v.array(v.unknown()), v.maxLength(3))),
  markdown: v.optional(v.boolean(), false),
  click: v.optional(v.string()),
});

/** https://docs.ntfy.sh/publish/#publish-as-json, and for its bounds and errors its server/server.go, errors.go */
export const ntfy: Service = {
  path: "/my-topic",
  answer({ url, body }) {
    const refuse = (status: number, code: number, error: string) => ({
      status,
      body: JSON.stringify({ code, http: status, error }),
    });
    if (url.pathname !== "/") return refuse(404, 40_401, "page not found");
    if (Buffer.byteLength(body) > 2 * 4096) return refuse(413, 41_303, "JSON body too large");
    const read = v.safeParse(ntfyBody, readJson(body));
    if (!read.success) return refuse(400, 40_024, "request body must be valid message JSON");
    return /^[-_A-Za-z0-9]{1,64}$/u.test(read.output.topic)
      ? { status: 200, body: JSON.stringify({ id: "1", event: "message" }) }
      : refuse(400, 40_009, "topic name invalid");
  },
  show(body) {
    const { title, message, markdown, click, actions = [] } = v.parse(ntfyBody, readJson(body));
    const isFile = Buffer.byteLength(message) > 4096;
    return {
      texts: [title, message],
      active: [
        ...(isFile ? ["a file"] : []),
        ...(markdown ? (message.match(MARKDOWN) ?? []) : []),
        ...actions.map(() => "an action"),
        ...(click === undefined ? [] : [click]),
      ],
    };
  },
};

const gotifyBody = v.object({
  title: v.optional(v.string(), ""),
  message: v.pipe(v.string(), v.nonEmpty()),
  priority: v.optional(v.pipe(v.number(), v.integer())),
  extras: v.optional(
    v.looseObject({
      "client::display": v.optional(v.object({ contentType: v.string() })),
      "client::notification": v.optional(v.object({ click: v.object({ url: v.string() }) })),
    }),
    {},
  ),
});

/** https://gotify.net/api-docs#/message/createMessage, https://gotify.net/docs/msgextras */
export const gotify: Service = {
  path: "/message?token=AbCdEf123",
  answer({ url, headers, body }) {
    const refuse = (errorCode: number, error: string) => ({
      status: errorCode,
      body: JSON.stringify({ error, errorCode }),
    });
    const token = url.searchParams.get("token") ?? headers["x-gotify-key"];
    if (url.pathname !== "/message") return refuse(404, "Not Found");
    if (token !== "AbCdEf123") return refuse(401, "Unauthorized");
    return v.safeParse(gotifyBody, readJson(body)).success
      ? { status: 200, body: JSON.stringify({ id: 1 }) }
      : refuse(400, "Bad Request");
  },
  show(body) {
    const { title, message, extras } = v.parse(gotifyBody, readJson(body));
    const isMarkdown = extras["client::display"]?.contentType === "text/markdown";
    return {
      texts: [title, message],
      active: [
        ...(isMarkdown ? (message.match(MARKDOWN) ?? []) : []),
        ...[extras["client::notification"]?.click.url ?? []].flat(),
      ],
    };
  },
};

const named = { routing_key: v.pipe(v.string(), v.length(32)) };
const pagerdutyBody = v.variant("event_action", [
  v.object({
    ...named,
    event_action: v.picklist(["acknowledge", "resolve"]),
    dedup_key: upTo(255),
  }),
  v.object({
    ...named,
    event_action: v.literal("trigger"),
    dedup_key: v.optional(upTo(255)),
    client: v.optional(v.string()),
    client_url: v.optional(link),
    links: v.optional(v.array(v.object({ href: link, text: v.optional(v.string()) })), []),
    payload: v.object({
      summary: upTo(1024),
      source: v.pipe(v.string(), v.nonEmpty()),
      severity: v.picklist(["critical", "error", "warning", "info"]),
      timestamp: v.optional(v.pipe(v.string(), v.isoTimestamp())),
      custom_details: v.optional(v.record(v.string(), v.unknown()), {}),
    }),
  }),
]);

/**
 * https://developer.pagerduty.com/docs/send-alert-event and
 * https://developer.pagerduty.com/docs/events-api-v2-overview (answers, 512 kB)
 */
export const pagerduty: Service = {
  path: `/v2/enqueue?routing_key=${"r".repeat(32)}`,
  answer({ url, body }) {
    const read = v.safeParse(pagerdutyBody, readJson(body));
    if (url.pathname !== "/v2/enqueue") return { status: 404, body: "" };
    const isLong = Buffer.byteLength(body) > 512 * 1024;
    if (read.success && !isLong)
      return { status: 202, body: JSON.stringify({ status: "success" }) };
    const errors = read.issues?.map(({ message }) => message) ?? ["too large"];
    return { status: 400, body: JSON.stringify({ status: "invalid event", errors }) };
  },
  show(body) {
    const event = v.parse(pagerdutyBody, readJson(body));
    if (event.event_action !== "trigger") return { texts: [], active: [] };
    const { payload, links, client_url } = event;
    return {
      texts: [payload.summary, payload.source, ...textsIn(payload.custom_details)],
      active: [...links.map(({ href }) => href), ...[client_url ?? []].flat()],
    };
  },
};

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, inside]) => [name, ...textsIn(inside)])
    : [];
}
