import "server-only";
import { argon2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { areEqual } from "./token.ts";

/** What a hash costs, as it stands in front of each. */
export interface Cost {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** OWASP's first choice for argon2id: the same strength as its others, and the shortest wait. */
export const COST: Cost = { memory: 46 * 1_024, passes: 1, parallelism: 1 };

/** Each takes a core and the memory of its cost, so that few may be made at a time, and not many wait. */
const AT_ONCE = 2;
const WAITING = 20;

/** Characters of a new password at least (ASVS 6.2.1), as people count them. */
export const SHORTEST_PASSWORD = 8;
/** Bytes of a password at most: more than any sentence, and less than takes time to look at. */
export const LONGEST_PASSWORD = 1_024;

const SALT_BYTES = 16;
const HASH_BYTES = 32;

export type Passwords = ReturnType<typeof createPasswords>;

/** Makes and compares hashes of passwords, off the event loop. */
export function createPasswords(cost: Cost = COST) {
  const inTurn = createGate();
  /** What no password has: comparing with it takes as long as with somebody's. */
  const nobodys = { cost, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };

  /** The hash to keep of a password. Its rules are in {@link faultOfPassword}. */
  async function hash(password: string): Promise<Result<string>> {
    const salt = randomBytes(SALT_BYTES);
    const made = await inTurn(() => derive(password, cost, salt, HASH_BYTES));
    return made.ok ? ok(phcOf(cost, salt, made.value)) : made;
  }

  /** Whether it is the password of that hash; null for that of nobody, which takes as long. */
  async function verify(password: string, kept: string | null): Promise<Result<boolean>> {
    if (Buffer.byteLength(password) > LONGEST_PASSWORD) return ok(false);
    const { salt, hash, ...parts } = (kept === null ? null : partsOf(kept)) ?? nobodys;
    const made = await inTurn(() => derive(password, parts.cost, salt, hash.byteLength));
    return made.ok ? ok(areEqual(made.value, hash)) : made;
  }

  /** Whether the hash was made at another cost, and is to be made anew when the password is known. */
  function needsRehash(kept: string): boolean {
    return !kept.startsWith(headOf(cost));
  }

  return { hash, verify, needsRehash };
}

/** Lets few do their work at a time, the others wait in turn, and who finds too many waiting is refused. */
function createGate() {
  const waiting: (() => void)[] = [];
  let working = 0;

  return async <T>(work: () => Promise<T>): Promise<Result<T>> => {
    if (working < AT_ONCE) working += 1;
    else if (waiting.length < WAITING) await new Promise<void>((go) => waiting.push(go));
    else return fail("sign-in-busy", "Too many passwords are being looked at. Try again.");
    try {
      return ok(await work());
    } finally {
      // Whoever waits takes the place over, before anybody who comes now can.
      const next = waiting.shift();
      if (next === undefined) working -= 1;
      else next();
    }
  };
}

const argon2Async = promisify(argon2);

function derive(password: string, cost: Cost, salt: Uint8Array, length: number) {
  const message = composed(password);
  return argon2Async("argon2id", { ...cost, message, nonce: salt, tagLength: length });
}

/**
 * The same letters have the same bytes, whichever keyboard they come from (NFC, as NIST SP 800-63B-4,
 * section 3.1.1.2, asks for). Nothing else is changed: no blank is taken away and no letter made small.
 */
function composed(password: string): string {
  return password.normalize("NFC");
}

/** The format of password hashes that other programs read (github.com/P-H-C/phc-string-format). */
function phcOf(cost: Cost, salt: Uint8Array, hash: Uint8Array): string {
  return `${headOf(cost)}${base64(salt)}$${base64(hash)}`;
}

function headOf({ memory, passes, parallelism }: Cost): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$`;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replaceAll("=", "");
}

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z\d+/]{11,86})\$([A-Za-z\d+/]{22,86})$/u;

interface Parts {
  readonly cost: Cost;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

function partsOf(phc: string): Parts | null {
  const [, memory, passes, parallelism, salt = "", hash = ""] = PHC.exec(phc) ?? [];
  if (hash === "") return null;
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, "base64"),
    hash: Buffer.from(hash, "base64"),
  };
}

/**
 * What is wrong with a new password for that user, as a sentence that says what to do; null where it
 * may be taken. What it is made of is its owner's choice (ASVS 6.2.5).
 */
export async function faultOfPassword(password: string, name: string): Promise<string | null> {
  if (Buffer.byteLength(password) > LONGEST_PASSWORD)
    return `The password is longer than ${LONGEST_PASSWORD} bytes: choose a shorter one.`;
  const whole = composed(password);
  if ([...whole].length < SHORTEST_PASSWORD)
    return `The password is too short: it must have ${SHORTEST_PASSWORD} characters or more.`;
  if (isOfContext(whole.toLowerCase(), name.toLowerCase()))
    return "The password is the name of the user or of this program: choose another one.";
  if ((await commonPasswords()).has(whole.toLowerCase()))
    return "The password is one of the most common: choose another one.";
  return null;
}

/** Whether it is nothing but what anybody would try here, with digits and signs around it (ASVS 6.2.11). */
function isOfContext(password: string, name: string): boolean {
  const words = [name, "tocsin"].filter((word) => word !== "" && password.includes(word));
  const rest = words.reduce((text, word) => text.replaceAll(word, ""), password);
  return words.length > 0 && /^[\p{N}\p{P}\p{S}\s]*$/u.test(rest);
}

let common: Promise<ReadonlySet<string>> | null = null;

/**
 * Those of the most common passwords that are long enough to be taken else: some 18,000, where ASVS
 * 6.2.4 asks for 3,000. Loaded when the first new password comes, since most days have none.
 */
function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import("@zxcvbn-ts/language-common").then(({ dictionary }) => {
    const ranked: readonly string[] = dictionary["passwords-common"];
    return new Set(ranked.filter(({ length }) => length >= SHORTEST_PASSWORD));
  });
  return common;
}
