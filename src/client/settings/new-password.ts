/** Signs that look like no other, whatever the font: 32, so that five bits of chance make one. */
const SIGNS = "abcdefghijkmnpqrstuvwxyz23456789";

/** A password that nobody guesses, in groups that can be read aloud; `chance` is 16 random bytes. */
export function newPassword(chance: Uint8Array): string {
  const signs = Array.from(chance.subarray(0, 16), (byte) => SIGNS.charAt(byte % SIGNS.length));
  return (signs.join("").match(/.{4}/gu) ?? []).join("-");
}
