import type { Clock } from "../outbound/clock.ts";

/**
 * Calls at once after a silence of `apart` (ms), and no sooner than that after the last call: what asks for it
 * meanwhile is one call together, which comes when that time is over.
 */
export function spaced(call: () => void, apart: number, clock: Pick<Clock, "now" | "at">) {
  let isResting = false;
  let isAsked = false;

  function ask(): void {
    isAsked = true;
    if (!isResting) work();
  }

  function work(): void {
    isResting = isAsked;
    if (!isAsked) return;
    isAsked = false;
    clock.at(clock.now() + apart, work);
    call();
  }

  return ask;
}
