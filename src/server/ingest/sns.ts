import * as v from "valibot";
import type { Report } from "../../domain/command.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { parseExactly } from "./exact-json.ts";
import { claimedTimeFrom } from "./claimed-time.ts";
import { cloudWatchReport, isCloudWatch } from "./cloudwatch.ts";
import { looseName, looseText, looseValue } from "./fields.ts";
import { type Arrival, type Intake, objectMessage, refuse } from "./intake.ts";
import { fitted } from "./report.ts";
import { written } from "./written.ts";

/** What Amazon's SNS posts: a message of a topic, or the request to confirm a subscription. */
export const snsSchema = v.pipe(
  v.object(
    {
      Type: looseText,
      MessageId: looseText,
      TopicArn: looseText,
      Subject: looseText,
      Message: looseName,
      Timestamp: looseValue,
      SubscribeURL: looseName,
      AlarmName: looseName,
    },
    objectMessage,
  ),
  v.metadata({
    anyOf: ["Message", "SubscribeURL", "AlarmName"].map((name) => ({ required: [name] })),
  }),
);
type Envelope = v.InferOutput<typeof snsSchema>;

/** Reads what SNS posts, also where it is told to leave its envelope out. Nothing is fetched. */
export function readSns(body: unknown, { source }: Arrival): Result<Intake> {
  if (isCloudWatch(body)) return one(cloudWatchReport(body, source));
  const parsed = v.safeParse(snsSchema, body, { abortEarly: true });
  if (!parsed.success) return refuse("invalid-body", parsed.issues[0]);
  const envelope = parsed.output;
  if (envelope.SubscribeURL !== undefined) return one(subscriptionOf(envelope, source));
  const message = jsonIn(envelope.Message);
  if (isCloudWatch(message)) return one(cloudWatchReport(message, source));
  if (envelope.Message === undefined && envelope.Subject === undefined) {
    return fail("invalid-body", "Message: is missing");
  }
  return one(messageOf(envelope, message, source));
}

function one(report: Report): Result<Intake> {
  return ok({ items: [{ ok: true, report: fitted(report) }] });
}

function jsonIn(text: string | undefined): unknown {
  try {
    return parseExactly(text ?? "");
  } catch {
    return text;
  }
}

/** Whoever may read the feed decides whether its address is to be opened. */
function subscriptionOf({ Type, TopicArn = "", ...envelope }: Envelope, source: string): Report {
  const isEnd = Type === "UnsubscribeConfirmation";
  return {
    source,
    fingerprint: `${isEnd ? "end of subscription" : "subscription"} ${TopicArn}`,
    title: isEnd
      ? `SNS no longer sends ${topicOf(TopicArn)} here`
      : `Confirm that SNS sends ${topicOf(TopicArn)} here`,
    description: envelope.Message ?? "",
    severity: "warning",
    status: "firing",
    labels: { topic: TopicArn },
    url: envelope.SubscribeURL ?? null,
    startedAt: claimedTimeFrom(envelope.Timestamp) ?? null,
    resolvedAt: null,
  };
}

/** What is no alarm: its text, each message a row of its own. SNS may send it twice. */
function messageOf(envelope: Envelope, message: unknown, source: string): Report {
  const { Subject, Message = "", MessageId, TopicArn } = envelope;
  const [firstLine = ""] = Message.split("\n", 1);
  const isText = typeof message === "string";
  return {
    source,
    fingerprint: MessageId ?? null,
    title: Subject ?? (isText ? firstLine : `A message of ${topicOf(TopicArn ?? "SNS")}`),
    description: Message,
    severity: "info",
    status: "firing",
    labels: TopicArn === undefined ? {} : { topic: TopicArn },
    annotations: isText ? {} : { message: written(message) ?? "" },
    startedAt: claimedTimeFrom(envelope.Timestamp) ?? null,
    resolvedAt: null,
  };
}

/** The last part of a topic's full name. */
function topicOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(":") + 1);
}
