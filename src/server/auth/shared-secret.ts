import "server-only";
import { hkdfSync } from "node:crypto";

const KEY_BYTES = 32;
const WORD_BYTES = 4;

/** A key of its own for each use of a secret that all nodes know: 32 bytes. */
export function keyFrom(secret: Uint8Array, use: "setup code" | "sign-in"): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", `tocsin ${use}`, KEY_BYTES));
}

/** Eight whole numbers below a limit that nobody guesses, for each key the same ones. */
export function drawsFrom(key: Buffer): (limit: number) => number {
  let at = 0;
  return (limit) => {
    const word = key.readUInt32BE(at);
    at += WORD_BYTES;
    return word % limit;
  };
}
