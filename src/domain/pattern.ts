import { RE2JS } from "re2js";

/** How long a pattern may be (characters), how many steps it may have, and how much of a text it is tried on. */
const MOST = { pattern: 500, steps: 300, text: 1000 };
/** Patterns that are kept, and answers that each keeps: values of labels come again and again. */
const KEPT = { patterns: 64, answers: 1000 };

/** Whether a whole text is as a pattern says. */
type Test = (text: string) => boolean;

const tests = new Map<string, Test>();

/** Why a pattern cannot be asked for, null where it can: RE2's syntax, and not too large. */
export function faultOfPattern(pattern: string): string | null {
  const compiled = compile(pattern);
  return typeof compiled === "string" ? compiled : null;
}

/**
 * Whether all of a text is as a pattern in RE2's syntax says, in time that grows with the length of both and no
 * faster; null where that is not known. A pattern with a fault fits nothing, nor does any pattern fit a text of more
 * than 1,000 characters.
 */
export function fitsPattern(pattern: string, text: string): boolean | null {
  let test = tests.get(pattern);
  if (test === undefined) {
    test = testOf(compile(pattern));
    tests.set(pattern, test);
    const [oldest] = tests.keys();
    if (tests.size > KEPT.patterns && oldest !== undefined) tests.delete(oldest);
  }
  return test(text);
}

function testOf(compiled: RE2JS | string): Test {
  if (typeof compiled === "string") return () => false;
  const answers = new Map<string, boolean>();
  return (text) => {
    if (text.length > MOST.text) return false;
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = compiled.testExact(text);
    if (answers.size >= KEPT.answers) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}

/** The pattern, or what is wrong with it. */
function compile(pattern: string): RE2JS | string {
  if (pattern.length > MOST.pattern) return `a pattern may have ${MOST.pattern} characters`;
  try {
    // A dot is any character, and both ends are meant: as Alertmanager reads a pattern.
    const compiled = RE2JS.compile(pattern, RE2JS.DOTALL);
    return compiled.programSize() > MOST.steps ? "the pattern is too large" : compiled;
  } catch (error) {
    return `not a pattern: ${error instanceof Error ? error.message : String(error)}`;
  }
}
