import { bigint, customType } from "drizzle-orm/pg-core";
import type { Time } from "../../src/domain/alert.ts";

/** A whole number of JavaScript: ids, places in the log, and times in ms since 1970. */
export const whole = (name?: string) =>
  name === undefined ? bigint({ mode: "number" }) : bigint(name, { mode: "number" });

/**
 * ISO 8601 to the program, milliseconds since 1970 in the database: what is reckoned with, the same in every
 * time zone of a session. Drizzle hands null only to the encoder of a placeholder, hence the wider type there.
 */
export const time = customType<{ data: Time; driverData: number | null }>({
  dataType: () => "bigint",
  toDriver: (value: Time | null) => (value === null ? null : Date.parse(value)),
  fromDriver: (value) => new Date(Number(value)).toISOString(),
});

/** Text that is put in order: by its bytes, whatever the locale of the database says. */
export const orderedText = customType<{ data: string; driverData: string }>({
  dataType: () => 'text collate "C"',
});

/** Bytes, such as hashes. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => "bytea",
});
