import { fail } from "../../../../domain/problem.ts";
import { MOST_MONITORS } from "../../monitors.ts";

export function noMonitor(id: number) {
  return fail("monitor-not-found", `There is no monitor ${id}.`);
}

export function tooManyMonitors() {
  return fail("too-many-monitors", `There may be ${MOST_MONITORS}.`);
}
