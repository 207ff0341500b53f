/** Runs a command so that what goes wrong is said in one line. */
export function clearly<Context>(
  run: (context: Context) => void | Promise<void>,
): (context: Context) => Promise<void> {
  return async (context) => {
    try {
      await run(context);
    } catch (error) {
      process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  };
}
