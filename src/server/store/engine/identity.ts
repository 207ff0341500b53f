import { hash } from "node:crypto";
import type { Pairs } from "../../../domain/alert.ts";

/**
 * Names an episode of trouble: source, fingerprint and the whole label set, since a payload edited
 * by hand may carry one fingerprint on several label sets.
 */
export function identityOf(alert: {
  readonly source: string;
  readonly fingerprint: string;
  readonly labels: Pairs;
}): string {
  const { source, fingerprint, labels } = alert;
  const pairs = Object.entries(labels);
  // Most were taken in in their order.
  const isInOrder = pairs.every(([name], at) => at === 0 || (pairs[at - 1]?.[0] ?? "") < name);
  if (!isInOrder) pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  const name = JSON.stringify([source, fingerprint, pairs]);
  return hash("sha256", name, "base64url").slice(0, 22);
}
