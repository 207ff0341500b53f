import { describe } from "vitest";
import { describeAudit } from "./people-audit.ts";
import { describeIdentities } from "./people-identities.ts";
import { describeKeys } from "./people-keys.ts";
import { describeSessions } from "./people-sessions.ts";
import type { OpenPeople } from "./people-subject.ts";
import { describeUsers } from "./people-users.ts";

/** What every implementation of people must do. `open` gives one with nobody in it. */
export function describePeople(name: string, open: () => Promise<OpenPeople>): void {
  describe(name, () => {
    describe("users", () => describeUsers(open));
    describe("sessions", () => describeSessions(open));
    describe("identities", () => describeIdentities(open));
    describe("keys", () => describeKeys(open));
    describe("the audit", () => describeAudit(open));
  });
}
