/** Characters that a name may have. */
export const LONGEST_NAME = 100;

/**
 * Characters that no name has: controls, breaks of lines, halves of characters, and the marks that turn
 * the direction of writing, with which one name can be shown as another.
 */
const BAD = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** A name for people as it is kept: without blanks around it, and composed (NFC). Null where it cannot be one. */
export function userNameOf(text: string): string | null {
  // To compose what is very long may take very long.
  if (text.length > 4 * LONGEST_NAME) return null;
  const name = text.trim().normalize("NFC");
  const { length } = [...name];
  return length > 0 && length <= LONGEST_NAME && !BAD.test(name) ? name : null;
}
