import { hash } from "node:crypto";
import type { Pairs } from "../../shared/alert.ts";

/**
 * Names an episode of trouble: source, fingerprint and the whole label set, since a payload edited
 * by hand may carry one fingerprint on several label sets. Null where the source gives no name.
 */
export function identityOf(alert: {
  readonly source: string;
  readonly fingerprint: string | null;
  readonly labels: Pairs;
}): string | null {
  const { source, fingerprint, labels } = alert;
  if (fingerprint === null) return null;
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const name = JSON.stringify([source, fingerprint, sorted]);
  return hash("sha256", name, "base64url").slice(0, 22);
}
