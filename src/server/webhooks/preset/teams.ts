import type { Severity } from "../../../domain/alert.ts";
import { cutEscaped } from "./cut.ts";
import { jsonRequest, type Message, type Outgoing } from "./message.ts";
import { isOver, linksOf, wordsOf } from "./words.ts";

const COLOURS: Readonly<Record<Severity, string>> = {
  critical: "attention",
  error: "attention",
  warning: "warning",
  info: "accent",
};

/**
 * A workflow of Microsoft Teams, which posts an adaptive card. What comes from outside is in runs of text,
 * where there is no Markdown, and no mention that the card does not declare.
 */
export function teams(message: Message, address: URL): Outgoing {
  const { headline, text, facts } = wordsOf(message);
  const colour = isOver(message.alert) ? "good" : COLOURS[message.alert.severity];
  return jsonRequest(address.href, {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body: [
            paragraph(headline, 1000, { weight: "bolder", color: colour }),
            ...(text.trim() === "" ? [] : [paragraph(text, 3000, {})]),
            paragraph(facts, 1000, { isSubtle: true }),
          ],
          actions: linksOf(message).map(({ label, href }) => ({
            type: "Action.OpenUrl",
            title: label,
            url: href,
          })),
        },
      },
    ],
  });
}

function paragraph(text: string, most: number, look: Readonly<Record<string, unknown>>) {
  return {
    type: "RichTextBlock",
    inlines: [{ type: "TextRun", text: escaped(text, most), ...look }],
  };
}

/** Cards fill in what stands in two braces, such as {{DATE(…)}}; a space of no width keeps them apart. */
function escaped(text: string, most: number): string {
  return cutEscaped(text, most, (character) => (character === "{" ? "{\u200B" : character));
}
