import { written } from "./written.ts";

/** What a report says of its alert: is there trouble, or is it over. */
export type ReportStatus = "firing" | "resolved";

/** A status as it was understood, and whether its word is one that we know. */
export interface GivenStatus {
  readonly status: ReportStatus;
  readonly isKnown: boolean;
}

const RESOLVED = new Set(
  `resolved resolve ok okay up good normal clear cleared close closed recovered recovery recover
  inactive healthy success successful succeeded passed passing solved fixed ended expired done
  operational green`.split(/\s+/u),
);

const FIRING = new Set(
  `firing fired fire alerting alerted alert alarm alarming problem trigger triggered active open
  opened new ongoing down bad unhealthy fail failed failing failure error critical warning warn
  nodata unknown insufficientdata acknowledge acknowledged suppressed unprocessed red
  yellow`.split(/\s+/u),
);

/**
 * What a source's own word for the status means, in any letters. Null where it says nothing. A word
 * that nobody knows means firing: what is wrongly shown is seen, what is wrongly hidden is not.
 */
export function statusFrom(input: unknown): GivenStatus | null {
  const word = lettersOf(written(input) ?? "");
  if (word === "") return null;
  // Grafana adds a reason: "Normal (NoData)".
  const [head = ""] = (written(input) ?? "").split(/[([:]/u, 1);
  const isResolved = RESOLVED.has(word) || RESOLVED.has(lettersOf(head));
  const isKnown = isResolved || FIRING.has(word) || FIRING.has(lettersOf(head));
  return { status: isResolved ? "resolved" : "firing", isKnown };
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
