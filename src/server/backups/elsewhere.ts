import { fail } from "../../domain/problem.ts";
import type { Backups } from "./backups.ts";

/** What is said where somebody wants a backup of a database that is not a file of ours. */
export const BACKED_UP_ELSEWHERE =
  "PostgreSQL is backed up by its own programs, such as pg_dump; docs/scaling.md says how.";

/** Where there are no backups but those that PostgreSQL's own programs make. */
export const NO_BACKUPS: Backups = {
  begin: async () => fail("not-with-postgres", BACKED_UP_ELSEWHERE),
  plan: () => null,
  all: async () => [],
  find: async () => fail("not-with-postgres", BACKED_UP_ELSEWHERE),
  noteDownload: async () => fail("not-with-postgres", BACKED_UP_ELSEWHERE),
  remove: async () => fail("not-with-postgres", BACKED_UP_ELSEWHERE),
  stop: async () => {},
};
