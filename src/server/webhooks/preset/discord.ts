import type { Severity } from "../../../domain/alert.ts";
import { cut, cutEscaped } from "./cut.ts";
import { jsonRequest, type Message, type Outgoing } from "./message.ts";
import { isOver, linksOf, wordsOf } from "./words.ts";

const COLOURS: Readonly<Record<Severity, number>> = {
  critical: 0xd32f2f,
  error: 0xe65100,
  warning: 0xf9a825,
  info: 0x1976d2,
};
const OVER = 0x2e7d32;

/**
 * A webhook of Discord, which is asked to say whether it has taken the message. All signs of its Markdown
 * are escaped, and nobody is mentioned whatever is written.
 */
export function discord(message: Message, address: URL): Outgoing {
  const { headline, text, facts } = wordsOf(message);
  const [link] = linksOf(message);
  const url = new URL(address);
  url.searchParams.set("wait", "true");
  return jsonRequest(url.href, {
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: escaped(headline, 256),
        description: escaped(text, 3000),
        // Footers have no Markdown.
        footer: { text: cut(facts, 2000) },
        color: isOver(message.alert) ? OVER : COLOURS[message.alert.severity],
        timestamp: message.at,
        ...(link === undefined ? {} : { url: link.href }),
      },
    ],
  });
}

function escaped(text: string, most: number): string {
  return cutEscaped(text, most, (character) =>
    /[!-/:-@[-`{-~]/u.test(character) ? `\\${character}` : character,
  );
}
