/**
 * Has the database do one step while the next is made ready: each begins once the one before is done, and is not waited
 * for. What fails is thrown by the next, or at the end.
 */
export function createOverlap() {
  let last = Promise.resolve();

  async function begin(step: () => Promise<void>): Promise<void> {
    await last;
    last = step();
    // Whoever goes no further hears nothing of it.
    last.catch(() => {});
  }

  return { begin, end: () => last };
}
