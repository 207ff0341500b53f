import { cutEscaped } from "./cut.ts";
import { jsonRequest, type Message, type Outgoing } from "./message.ts";
import { linksOf, wordsOf } from "./words.ts";

/**
 * An incoming webhook of Slack. What comes from outside is in objects of plain text, where nothing is bold,
 * and its three signs of control are escaped, so that no part is a mention or a link.
 */
export function slack(message: Message, address: URL): Outgoing {
  const { headline, text, facts } = wordsOf(message);
  const links = linksOf(message).map(
    ({ label, href }) => `<${href.replaceAll("&", "&amp;")}|${label}>`,
  );
  return jsonRequest(address.href, {
    // What notifications show.
    text: escaped(headline, 1000),
    mrkdwn: false,
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: "section", text: plain(headline, 2000) },
      ...(text.trim() === "" ? [] : [{ type: "section", text: plain(text, 3000) }]),
      { type: "context", elements: [plain(facts, 2000)] },
      ...(links.length === 0
        ? []
        : [
            {
              type: "context",
              elements: [{ type: "mrkdwn", text: links.join(" · "), verbatim: true }],
            },
          ]),
    ],
  });
}

function plain(text: string, most: number) {
  return { type: "plain_text", text: escaped(text, most), emoji: false };
}

const SIGNS: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

function escaped(text: string, most: number): string {
  return cutEscaped(text, most, (character) => SIGNS[character] ?? character);
}
