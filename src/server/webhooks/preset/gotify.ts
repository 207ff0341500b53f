import type { Severity } from "../../../domain/alert.ts";
import { cut } from "./cut.ts";
import { jsonRequest, type Message, type Outgoing } from "./message.ts";
import { isOver, linksOf, wordsOf } from "./words.ts";

const PRIORITIES: Readonly<Record<Severity, number>> = {
  critical: 10,
  error: 8,
  warning: 5,
  info: 2,
};

/** An application of Gotify, whose address has its token: `https://…/message?token=…`. */
export function gotify(message: Message, address: URL): Outgoing {
  const { headline, text, facts } = wordsOf(message);
  const [link] = linksOf(message);
  return jsonRequest(address.href, {
    title: cut(headline, 250),
    message: cut([text.trim(), facts].filter(Boolean).join("\n"), 3000),
    priority: isOver(message.alert) ? 2 : PRIORITIES[message.alert.severity],
    extras: {
      "client::display": { contentType: "text/plain" },
      ...(link === undefined ? {} : { "client::notification": { click: { url: link.href } } }),
    },
  });
}
