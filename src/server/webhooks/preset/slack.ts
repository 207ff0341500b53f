import { cutEscaped } from "./cut.ts";
import { jsonRequest, type Message, type Outgoing } from "./message.ts";
import { linksOf, wordsOf } from "./words.ts";

/** No text of Slack's is longer (UTF-16 units): it would not take the message. */
const LONGEST = 3000;

/**
 * An incoming webhook of Slack. What comes from outside is in objects of plain text, where nothing is bold,
 * and its three signs of control are escaped, so that no part is a mention or a link.
 */
export function slack(message: Message, address: URL): Outgoing {
  const { headline, text, facts } = wordsOf(message);
  const links = linksIn(message);
  return jsonRequest(address.href, {
    // What notifications show.
    text: escaped(headline, 400),
    mrkdwn: false,
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: "section", text: plain(headline, 1000) },
      ...(text.trim() === "" ? [] : [{ type: "section", text: plain(text, LONGEST) }]),
      { type: "context", elements: [plain(facts, 1000)] },
      ...(links === ""
        ? []
        : [{ type: "context", elements: [{ type: "mrkdwn", text: links, verbatim: true }] }]),
    ],
  });
}

/** As many of the links as there is room for: a part of one leads elsewhere. */
function linksIn(message: Message): string {
  return linksOf(message)
    .map(({ label, href }) => `<${href.replaceAll("&", "&amp;")}|${label}>`)
    .reduce((text, link) => {
      const longer = text === "" ? link : `${text} · ${link}`;
      return longer.length > LONGEST ? text : longer;
    }, "");
}

function plain(text: string, most: number) {
  return { type: "plain_text", text: escaped(text, most), emoji: false };
}

const SIGNS: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

function escaped(text: string, most: number): string {
  return cutEscaped(text, most, (character) => SIGNS[character] ?? character);
}
