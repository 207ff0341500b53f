/** A part of the code, the tests that are to hold it, and the mutants that these must kill. */
export interface Subject {
  /** From the root of the project, as are the tests. */
  readonly file: string;
  readonly tests: readonly string[];
  readonly mutants: readonly Mutant[];
}

/** A fault that somebody could make: one place in the code, put otherwise. */
export interface Mutant {
  /** What the code then does wrong. */
  readonly fault: string;
  /** Text that stands in the file exactly once, and what stands there instead. */
  readonly original: string;
  readonly replacement: string;
}

/** The code with the fault in it. Throws where the original text does not stand there exactly once. */
export function mutate(code: string, { fault, original, replacement }: Mutant): string {
  const [before, after, ...more] = code.split(original);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`"${fault}": this is not there exactly once: ${original}`);
  }
  return before + replacement + after;
}
