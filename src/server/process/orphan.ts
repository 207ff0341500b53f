/** How often (ms) a process looks whether its parent is still there. */
const LOOK_EVERY = 500;

/** Read while this is loaded: a parent that goes before anyone asks would be taken for the next one. */
const PARENT = process.ppid;

/**
 * Calls back once the shell in which npm runs a script is gone. npm passes a signal on to that shell
 * only, which dies of it and leaves behind what it started.
 */
export function onOrphaned(stop: () => void): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const timer = setInterval(() => {
    if (process.ppid === PARENT) return;
    clearInterval(timer);
    stop();
  }, LOOK_EVERY);
  timer.unref();
}
