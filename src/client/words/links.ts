import type { Alert } from "../../domain/alert.ts";

/** Text, and where it leads if it is an address. */
export interface Part {
  readonly text: string;
  readonly href: string | null;
}

/** An address ends at a blank, at a quote or a bracket, and at what would turn it round to the eye. */
const ADDRESSES = /https?:\/\/[^\s<>"\u202A-\u202E\u2066-\u2069]+/giu;
const ADDRESS = /^https?:\/\/\S+$/iu;

/** The address that the text is, if following it is safe: http or https, nothing else. */
export function addressOf(text: string | null): string | null {
  const address = text?.trim() ?? "";
  return ADDRESS.test(address) && URL.canParse(address) ? address : null;
}

/** The text, and the addresses in it apart. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESSES)) {
    const href = addressOf(withoutPunctuation(found));
    if (href === null) continue;
    parts.push({ text: text.slice(from, index), href: null }, { text: href, href });
    from = index + href.length;
  }
  parts.push({ text: text.slice(from), href: null });
  return parts.filter((part) => part.text !== "");
}

/** The sentence around an address goes on or ends after it; a bracket may have opened before it. */
function withoutPunctuation(address: string): string {
  const signs = `.,;:!?'*${address.includes("(") ? "" : ")"}${address.includes("[") ? "" : "]"}`;
  let end = address.length;
  while (signs.includes(address.charAt(end - 1))) end--;
  return address.slice(0, end);
}

export interface NamedLink {
  readonly name: string;
  readonly href: string;
}

/** What annotations with addresses are called, without what they all end in. */
const NAMES = new Map([
  ["runbook", "Runbook"],
  ["playbook", "Playbook"],
  ["dashboard", "Dashboard"],
  ["panel", "Panel"],
  ["silence", "Silence"],
  ["generator", "Query"],
  ["query", "Query"],
  ["image", "Image"],
  ["logs", "Logs"],
]);

/** Every address that the alert is sent with, under its name. The first is the alert's own link. */
export function linksOf(alert: Alert): NamedLink[] {
  const named = Object.entries(alert.annotations).flatMap(([annotation, value]) => {
    const href = addressOf(value);
    return href === null ? [] : [{ name: nameOf(annotation), href }];
  });
  const own = addressOf(alert.url);
  if (own === null || named.some(({ href }) => href === own)) return named;
  // What a rule has made has an address where its expression can be looked at.
  return [
    { name: Object.hasOwn(alert.labels, "alertname") ? "Query" : "Link", href: own },
    ...named,
  ];
}

function nameOf(annotation: string): string {
  const [word = ""] = annotation.toLowerCase().split(/[-_ ]?(?:url|uri|link)s?$/u);
  return NAMES.get(word) ?? annotation;
}
