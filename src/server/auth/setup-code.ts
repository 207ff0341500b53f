import "server-only";
import { randomInt } from "node:crypto";
import { areSameText } from "./token.ts";

/** Letters and digits that nobody takes for one another, on paper or on the phone. */
const ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
const HALF = 4;

/** A code such as `ABCD-EFGH`, with which whoever reads our standard error makes the first admin. */
export function newSetupCode(randomBelow: (limit: number) => number = randomInt): string {
  const letter = () => ALPHABET.charAt(randomBelow(ALPHABET.length));
  const half = () => Array.from({ length: HALF }, letter).join("");
  return `${half()}-${half()}`;
}

/** Whether it is the code as people type it: in small letters, with blanks, without the hyphen. */
export function isSetupCode(typed: string, code: string): boolean {
  return areSameText(bare(typed.slice(0, 100)), bare(code));
}

function bare(code: string): string {
  return code.toUpperCase().replaceAll(/[\s-]/gu, "");
}
