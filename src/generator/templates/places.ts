import type { Choices } from "../template.ts";

export const ENVS: Choices = ["prod", "prod", "prod", "staging"];
export const REGIONS: Choices = ["eu-west-1", "eu-central-1", "us-east-1", "ap-southeast-2"];
export const NAMESPACES: Choices = ["checkout", "catalog", "accounts", "search", "platform"];
export const SERVICES: Choices = ["api", "web", "worker", "gateway", "scheduler"];

/** `numbered("db-", 3)` is db-1, db-2, db-3. */
export function numbered(prefix: string, count: number, suffix = ""): Choices {
  const rest = Array.from({ length: count - 1 }, (_, index) => `${prefix}${index + 2}${suffix}`);
  return [`${prefix}1${suffix}`, ...rest];
}
