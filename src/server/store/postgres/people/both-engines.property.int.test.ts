import fc from "fast-check";
import { expect, test } from "vitest";
import { aKey, aSession, BY } from "../../conformance/people-subject.ts";
import type { By, Changed, People } from "../../people.ts";
import { openScratchPeople } from "../../sqlite/people.fixture.ts";
import { describePostgres } from "../connection/database.fixture.ts";
import { scratchDatabase } from "../postgres-store.fixture.ts";
import { openPostgresStore } from "../postgres-store.ts";

/** What somebody asks of people, the `step` being how many have asked before. */
type Act = (people: People, step: number) => Promise<unknown>;

const name = fc.constantFrom("ann", "Ann", "bob", "Eve", "ÄNNE", "Änne");
const role = fc.constantFrom("viewer", "operator", "admin");
const id = fc.integer({ min: 1, max: 4 });
const passwordHash = fc.constantFrom("h1", "h2");
const version = fc.integer({ min: 0, max: 2 });
const by = fc.constantFrom<By>(BY, { actor: "user:ann", address: null });
const at = fc.constantFrom("2030-01-01T00:00:00.000Z", "2029-01-01T00:00:00.000Z");
const expiresAt = fc.constantFrom("2100-01-01T00:00:00.000Z", "2001-01-01T00:00:00.000Z");
const subject = fc.constantFrom("s1", "s2");

function act<T extends unknown[]>(
  values: { [Index in keyof T]: fc.Arbitrary<T[Index]> },
  does: (people: People, step: number, ...values: T) => Promise<unknown>,
): fc.Arbitrary<Act> {
  return fc.tuple(...values).map((given) => (people, step) => does(people, step, ...(given as T)));
}

const acts = fc.oneof(
  act([name, by], (people, _, name, by) => people.addFirstAdmin(name, "h1", by)),
  act([name, role, fc.option(passwordHash), by], (people, _, name, role, passwordHash, by) =>
    people.addUser({ name, role, passwordHash }, by),
  ),
  act([id, role, by], (people, _, id, role, by) => people.changeUser(id, { role }, by)),
  act([id, fc.boolean(), by], (people, _, id, disabled, by) =>
    people.changeUser(id, { disabled }, by),
  ),
  act([id, by], (people, _, id, by) => people.removeUser(id, by)),
  act([id, passwordHash, fc.option(id), by], (people, _, id, hash, keep, by) =>
    people.setPassword(id, hash, keep, by),
  ),
  act([id, version, passwordHash], (people, _, ...given) => people.rehash(...given)),
  act([id, version, expiresAt, by], (people, step, id, version, expiresAt, by) =>
    people.openSession(id, version, aSession(`${step}`, { expiresAt }), by),
  ),
  act([subject, name, role, by], (people, step, subject, name, role, by) =>
    people.openSessionOf({ issuer: "i", subject, name, role }, aSession(`${step}`), by),
  ),
  act([id, at], (people, _, ...given) => people.touchSession(...given)),
  act([id, by], (people, _, ...given) => people.endSession(...given)),
  act([fc.oneof(name, fc.string()), by], (people, _, name, by) =>
    people.noteFailure(name, "password", by),
  ),
  act([at, by], (people, _, expiresAt, by) => people.addKey(aKey({ expiresAt }), by)),
  act([id, by], (people, _, ...given) => people.revokeKey(...given)),
  act([id, at], (people, _, ...given) => people.touchKey(...given)),
  act([name], (people, _, name) => people.account(name)),
);

/** All that can be read of them. */
async function all(people: People) {
  return {
    hasAdmin: await people.hasAdmin(),
    users: await people.users(),
    sessions: await people.sessions(null),
    keys: await people.keys(),
    audit: await people.audit(null, 1_000),
  };
}

function hearing(people: People): Changed[] {
  const told: Changed[] = [];
  people.onChanged((changed) => told.push(changed));
  return told;
}

describePostgres("people", () => {
  test("are the same in both engines, whatever is asked of them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(acts, { minLength: 20, maxLength: 60 }), async (history) => {
        using scratch = openScratchPeople();
        const store = await openPostgresStore(await scratchDatabase(), {
          onRefused: () => {},
          clock: () => scratch.clock.now,
        });
        try {
          const engines = [scratch.people, store.people] as const;
          const told = engines.map(hearing);
          for (const [step, does] of history.entries()) {
            scratch.clock.now += 1_000;
            const [one, other] = await Promise.all(engines.map((people) => does(people, step)));
            expect(other).toEqual(one);
          }
          const [one, other] = await Promise.all(engines.map(all));
          expect(other).toEqual(one);
          expect(told[1]).toEqual(told[0]);
        } finally {
          await store.close();
        }
      }),
      { numRuns: 4 },
    );
  });
});
