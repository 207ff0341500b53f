import { hash } from "node:crypto";

/** By which a label is found: 16 bytes, as PostgreSQL writes them. */
export function labelHash(name: string, value: string): string {
  return `\\x${hash("sha256", JSON.stringify([name, value]), "hex").slice(0, 32)}`;
}
