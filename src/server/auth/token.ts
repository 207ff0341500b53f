import "server-only";
import { hash, randomBytes, timingSafeEqual } from "node:crypto";

/** Bytes that nobody guesses (ASVS 7.2.3 asks for half of them). */
const BYTES = 32;
/** So many bytes in base64url. */
const SECRET = "[\\w-]{43}";

const TOKEN = new RegExp(`^${SECRET}$`, "u");
const KEY = new RegExp(`^tocsin_([1-9]\\d{0,14})_(${SECRET})$`, "u");

/** A secret that is told once, and the hash of it that is kept. */
export interface NewSecret {
  readonly secret: string;
  readonly hash: Uint8Array;
}

/** Told to a browser it is the token of its session; with the number of a key before it, a key. */
export function newSecret(): NewSecret {
  const secret = randomBytes(BYTES).toString("base64url");
  return { secret, hash: secretHashOf(secret) };
}

/** What is kept of a secret. It cannot be guessed, therefore a fast hash is enough. */
export function secretHashOf(secret: string): Uint8Array {
  // By way of text it takes a fifth of the time: every request does this.
  return Buffer.from(hash("sha256", secret, "latin1"), "latin1");
}

/** Whether it could be the token of a session at all. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** A key as programs send it. */
export function keyText(id: number, secret: string): string {
  return `tocsin_${id}_${secret}`;
}

export interface KeyParts {
  readonly id: number;
  readonly secret: string;
}

/** Null for what is no key of any Tocsin. */
export function keyPartsOf(text: string): KeyParts | null {
  const [, id, secret] = KEY.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id: Number(id), secret };
}

/** In a time that does not depend on what is in them. */
export function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}

/** Whether two texts are the same, in a time that says nothing of either. */
export function areSameText(one: string, other: string): boolean {
  return areEqual(secretHashOf(one), secretHashOf(other));
}
