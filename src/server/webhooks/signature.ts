import { createHmac } from "node:crypto";

const PREFIX = "whsec_";

/** What a webhook signs with: Standard Webhooks' text for 32 random bytes. */
export function secretFrom(bytes: Uint8Array): string {
  return PREFIX + Buffer.from(bytes).toString("base64");
}

export interface Signed {
  /** The same for each attempt. */
  readonly id: string;
  /** Of this attempt (ms since 1970): receivers take no old ones. */
  readonly at: number;
  readonly body: string;
  /** The newest first; more than one while receivers change over to it. */
  readonly secrets: readonly string[];
}

/** The headers by which a receiver knows that the request is ours, and new. */
export function signatureHeaders({ id, at, body, secrets }: Signed) {
  const timestamp = String(Math.floor(at / 1000));
  const signatures = secrets.map((secret) => signature(secret, `${id}.${timestamp}.${body}`));
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}

function signature(secret: string, content: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}
