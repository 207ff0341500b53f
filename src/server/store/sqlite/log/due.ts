import type { TimedCommand } from "../../../../domain/command.ts";
import { type LogTime, timeAfter } from "../../../../domain/log-time.ts";
import { prepareLastEvent } from "./append.ts";
import type { Tables } from "../file/database.ts";
import { isoTime } from "../../engine/iso-time.ts";
import type { Sweep } from "../../store.ts";
import { prepareLeases } from "./leases.ts";
import { prepareSnoozed } from "./snoozed.ts";
import { prepareUnrecorded } from "./unrecorded.ts";

/** Commands for one sweep; what is more waits for the next, so that no write waits long. */
const MAX_DUE = 1_000;

/** What time has made due: the ends of leases and of snoozes, and what is to be recorded. */
export function prepareDue(tables: Tables): (sweep: Sweep) => TimedCommand[] {
  const leases = prepareLeases(tables);
  const unrecorded = prepareUnrecorded(tables);
  const snoozed = prepareSnoozed(tables);
  const lastEvent = prepareLastEvent(tables);
  let logTime: LogTime | null = null;
  return ({ now, since }) => {
    // What is to be recorded waits by the log's clock, as its events are recorded by it.
    const lastRecorded = Date.parse(lastEvent.get()?.recordedAt ?? now);
    logTime = timeAfter(logTime, Date.parse(now), lastRecorded);
    const rest = unrecorded
      .due(isoTime(Math.floor(logTime.time)), MAX_DUE)
      .map((id): TimedCommand => ({ type: "Record", id }));
    const ends = leases
      .due(now, since, MAX_DUE)
      .map(({ id, expiresAt }): TimedCommand => ({ type: "Expire", id, expiresAt }));
    const snoozes = snoozed
      .due(now, MAX_DUE)
      .map(({ id, until }): TimedCommand => ({ type: "EndSnooze", id, until }));
    return [...rest, ...ends, ...snoozes];
  };
}
