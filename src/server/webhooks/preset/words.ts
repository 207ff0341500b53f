import type { Actor } from "../../../domain/actor.ts";
import type { Alert, Pairs } from "../../../domain/alert.ts";
import { wellFormed } from "../../../domain/well-formed.ts";
import type { Message } from "./message.ts";

const HAPPENED: Readonly<Record<Message["type"], string>> = {
  "alert.opened": "Opened",
  "alert.repeated": "Repeated",
  "alert.changed": "Changed",
  "alert.acknowledged": "Acknowledged",
  "alert.unacknowledged": "No longer acknowledged",
  "alert.resolved": "Resolved",
  "alert.reopened": "Reopened",
  "alert.snoozed": "Snoozed",
  "alert.woken": "No longer snoozed",
  "alert.noted": "Note",
  "alert.deleted": "Deleted",
  "alert.restored": "Restored",
  "tocsin.test": "Test",
};

/** Labels that a message for people names. */
const MOST_LABELS = 8;

/** A message as people read it. All of it is plain text from outside, and none of it markup. */
export interface Words {
  /** What the alert is called, in a line. */
  readonly title: string;
  /** What has happened to what, in a line. */
  readonly headline: string;
  /** What was noted, else what the alert says of itself; may be empty. */
  readonly text: string;
  /** How bad it is, where it comes from, and who has done it. */
  readonly facts: string;
}

export function wordsOf({ type, alert, note, actor }: Message): Words {
  const facts = [alert.severity, alert.source, ...labelsOf(alert), ...byWhom(actor)];
  const title = oneLine(alert.title);
  return {
    title,
    headline: `${HAPPENED[type]}: ${title}`,
    text: printable(note ?? alert.description),
    facts: oneLine(facts.join(" · ")),
  };
}

function labelsOf({ labels }: Alert): string[] {
  const entries = Object.entries(labels).slice(0, MOST_LABELS);
  return entries.map(([name, value]) => `${name}=${value}`);
}

/** People have names; a source that tells of its own alert goes without saying. */
function byWhom(actor: Actor): string[] {
  const [kind = "", ...name] = actor.split(":");
  return kind === "user" || kind === "key" ? [`by ${name.join(":")}`] : [];
}

/** Labels or annotations as people read them. */
export function printablePairs(pairs: Pairs): Pairs {
  return Object.fromEntries(
    Object.entries(pairs).map(([name, value]) => [oneLine(name), printable(value)]),
  );
}

export function oneLine(text: string): string {
  return printable(text).replaceAll(/\s/gu, " ");
}

/**
 * The text without what is not to be seen: control characters other than line ends and tabs, and those that
 * turn the direction of what stands around them.
 */
function printable(text: string): string {
  return wellFormed(text).replaceAll(
    /(?![\n\t])\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu,
    "",
  );
}

/** Those of the links that lead to pages: to the alert in Tocsin, and to where its source shows it. */
export function linksOf({ link, alert }: Message): readonly { label: string; href: string }[] {
  return [
    { label: "Open in Tocsin", href: hrefOf(link) },
    { label: "Open at its source", href: hrefOf(alert.url) },
  ].filter((one): one is { label: string; href: string } => one.href !== null);
}

/** Longer ones are left out: no service takes them. */
const LONGEST_LINK = 2000;

function hrefOf(text: string | null): string | null {
  const url = text === null ? null : URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return null;
  // These end a link in some markup, and stand in no address but for themselves.
  const href = url.href.replaceAll(/[|<>]/gu, percentOf);
  return href.length > LONGEST_LINK ? null : href;
}

function percentOf(sign: string): string {
  return `%${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()}`;
}

/** Whether what it tells of is over: resolved, or deleted. */
export function isOver({ status, deletedAt }: Alert): boolean {
  return status === "resolved" || deletedAt !== null;
}
