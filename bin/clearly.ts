import { Refusal } from "../src/server/store/refusal.ts";

/** Runs a command so that what goes wrong is said in one line. */
export function clearly<Context>(
  run: (context: Context) => void | Promise<void>,
): (context: Context) => Promise<void> {
  return async (context) => {
    try {
      await run(context);
    } catch (error) {
      process.stderr.write(`\n${wordsOf(error)}\n`);
      process.exitCode = 1;
    }
  };
}

function wordsOf(error: unknown): string {
  if (error instanceof Refusal) return `${error.problem.detail} (${error.message})`;
  return error instanceof Error ? error.message : String(error);
}
