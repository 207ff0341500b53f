import type { Query } from "../address/query.ts";

/** Fields of how an alert stands, which changes. */
export const STANDING = ["status", "acknowledgedBy", "snoozed"] as const;

/** Why that cannot be asked where alerts are counted as they came, empty where it can. */
export function faultOfCounting({ fields }: Query): string {
  const field = STANDING.find((standing) => fields[standing] !== undefined);
  if (field === undefined) return "";
  return `${field} cannot be asked for here: what comes later of an alert is not counted.`;
}
