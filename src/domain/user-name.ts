import { fail, ok, type Result } from "./problem.ts";

const MOST_CHARACTERS = 100;
/** Units of a text that may become so many characters, with marks apart and blanks around them. */
const MOST_UNITS = 1_000;
const TOO_LONG = fail("invalid-body", `name: has more than ${MOST_CHARACTERS} characters`);
/**
 * What nobody sees, or what turns others round: two names that look the same must be the same. Some of
 * that Unicode has among letters and marks (the fillers of Hangul, selectors of variants), and the
 * empty pattern of braille among signs.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** Pages show several of them as one. */
const BLANKS = /\p{Zs}+/gu;

/** The name that a text is for a user, or what is wrong with it (`invalid-body`). */
export function readUserName(text: string): Result<string> {
  // To compose 100,000 marks on one letter takes 19 seconds: they are put in order one by one.
  if (text.length > MOST_UNITS) return TOO_LONG;
  const name = text.normalize("NFC").trim().replaceAll(BLANKS, " ");
  if (name === "") return fail("invalid-body", "name: must not be empty");
  if (UNSEEN.test(name)) return fail("invalid-body", "name: has characters that cannot be seen");
  return shortened(name, MOST_CHARACTERS) === name ? ok(name) : TOO_LONG;
}

/**
 * What names have in common that differ in case alone, or that look the same since their characters
 * are compatible. There and back, since some letters have several forms in one case: the sigmas, and
 * the sharp s, which is also two letters.
 */
export function foldUserName(name: string): string {
  return name.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase().normalize("NFKC");
}

/** The name with a number behind it, where the name itself is another's. */
export function numberedName(name: string, number: number): string {
  const end = `-${number}`;
  return `${shortened(name, MOST_CHARACTERS - end.length)}${end}`;
}

/** The first characters of a text, none of them cut in two. */
function shortened(text: string, characters: number): string {
  // No character has more than two units.
  return Array.from(text.slice(0, 2 * characters + 2))
    .slice(0, characters)
    .join("");
}
