import type { Severity } from "../../../domain/alert.ts";
import { cut, cutBytes } from "./cut.ts";
import { jsonRequest, type Message, type Outgoing } from "./message.ts";
import { isOver, linksOf, wordsOf } from "./words.ts";

const PRIORITIES: Readonly<Record<Severity, number>> = {
  critical: 5,
  error: 4,
  warning: 3,
  info: 2,
};

/**
 * Bytes of a text beyond which ntfy makes a file of it, and of all the JSON, beyond which it takes nothing. A
 * text of quotes or line ends is twice as long in JSON: then half as much of it fits.
 */
const LONGEST = { text: 4000, json: 8000 } as const;

/**
 * A topic of ntfy, whose address is that of the topic. It takes JSON at its root alone, with the topic in it.
 * Messages are plain text unless they say otherwise.
 */
export function ntfy(message: Message, address: URL): Outgoing {
  const whole = written(message, address, LONGEST.text);
  const isTaken = Buffer.byteLength(whole.body) <= LONGEST.json;
  return isTaken ? whole : written(message, address, LONGEST.text / 2);
}

function written(message: Message, address: URL, most: number): Outgoing {
  const { headline, text, facts } = wordsOf(message);
  const [link] = linksOf(message);
  const root = new URL(address);
  root.pathname = "/";
  return jsonRequest(root.href, {
    topic: topicOf(address),
    title: cut(headline, 250),
    message: cutBytes([text.trim(), facts].filter(Boolean).join("\n"), most),
    priority: isOver(message.alert) ? 2 : PRIORITIES[message.alert.severity],
    tags: [isOver(message.alert) ? "white_check_mark" : "rotating_light"],
    markdown: false,
    ...(link === undefined ? {} : { click: link.href }),
  });
}

function topicOf({ pathname }: URL): string {
  return pathname.split("/").find(Boolean) ?? "";
}

/** Why the address is not that of a topic, null where it is. */
export function faultOfNtfy(address: URL): string | null {
  return /^\/[\w-]{1,64}\/?$/u.test(address.pathname)
    ? null
    : "must end with the topic, such as https://ntfy.sh/my-topic";
}
