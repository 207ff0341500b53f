import type { Time } from "./alert.ts";

/** `tocsin-` and the time at which it was begun, whose `:` and `.` no file system minds as `-`. */
const NAME = /^tocsin-(\d{4}-\d{2}-\d{2}T\d{2})-(\d{2})-(\d{2})-(\d{3})Z\.db\.zst$/u;

/** The name of a backup that is begun at a time. Names sort as their times do. */
export function backupName(at: Time): string {
  return `tocsin-${at.replaceAll(/[:.]/gu, "-")}.db.zst`;
}

/** When the backup of that name was begun; null for what is no name of a backup, and never a path. */
export function backupTime(name: string): Time | null {
  const [, hour, minute, second, millisecond] = NAME.exec(name) ?? [];
  const time = Date.parse(`${hour}:${minute}:${second}.${millisecond}Z`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
