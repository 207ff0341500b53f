import { describe, expect, test } from "vitest";
import type { SessionAnswer } from "../../protocol/session.ts";
import { PRESENT, type Presence, type PresenceEvent, step } from "./presence.ts";

const MIRA: SessionAnswer = { principal: "user:Mira", role: "operator", via: "password" };
const REFUSED = { type: "doubted", byHand: false } as const;

function after(...events: readonly PresenceEvent[]) {
  const effects: string[] = [];
  const presence = events.reduce<Presence>((before, event) => {
    const [next, told] = step(before, event, MIRA);
    effects.push(...told);
    return next;
  }, PRESENT);
  return { ...presence, effects };
}

const OUT = [REFUSED, { type: "nobody" }] as const;

test("who is refused is asked after, and asked to sign in where they have gone", () => {
  expect(after(REFUSED)).toEqual({ standing: "doubtful", isAsking: false, effects: ["look"] });
  expect(after(...OUT)).toEqual({ standing: "out", isAsking: true, effects: ["look", "leave"] });
});

test("many refusals at once are one doubt", () => {
  expect(after(REFUSED, REFUSED, { type: "doubted", byHand: true }).effects).toEqual(["look"]);
});

test("a refusal that was meant for before takes nothing away", () => {
  const stale = after(...OUT, { type: "found", who: MIRA }, REFUSED, { type: "found", who: MIRA });
  expect(stale).toMatchObject({ standing: "in", isAsking: false });
  expect(stale.effects).toEqual(["look", "leave", "resume", "look", "resume"]);
});

test("who signs in again goes on; by another door, too", () => {
  const other = { ...MIRA, via: "oidc" } as const;
  expect(after(...OUT, { type: "found", who: other })).toMatchObject({
    standing: "in",
    isAsking: false,
    effects: ["look", "leave", "resume"],
  });
});

test.each<SessionAnswer>([
  { ...MIRA, principal: "user:Jon" },
  { ...MIRA, role: "viewer" },
  { principal: "anonymous", role: "operator", via: "open" },
])("the page begins anew for $principal, $role", (who) => {
  expect(after(...OUT, { type: "found", who }).effects.at(-1)).toBe("reload");
});

test("a server that does not answer says nothing", () => {
  const unknown = after(REFUSED, { type: "unknown" });
  expect(unknown).toEqual({ ...PRESENT, effects: ["look", "call"] });
  expect(after(REFUSED, { type: "unknown" }, REFUSED).effects).toEqual(["look", "call", "look"]);
  expect(after(...OUT, { type: "unknown" })).toMatchObject({ standing: "out" });
});

describe("who does not want to sign in yet", () => {
  const later = [...OUT, { type: "dismissed" }] as const;

  test("is left alone by what the page reads", () => {
    expect(after(...later, REFUSED)).toMatchObject({ standing: "out", isAsking: false });
  });

  test("is asked again once they want something", () => {
    expect(after(...later, { type: "doubted", byHand: true }).isAsking).toBe(true);
    expect(after(...later, { type: "wanted" }).isAsking).toBe(true);
  });

  test("goes on once they have signed in beside the page", () => {
    const returned = after(...later, { type: "returned" }, { type: "found", who: MIRA });
    expect(returned.effects).toEqual(["look", "leave", "look", "resume"]);
  });
});

test("who is there is not looked for", () => {
  expect(after({ type: "returned" }, { type: "wanted" })).toEqual({ ...PRESENT, effects: [] });
});

test("who is there is not called back, and who is known to be gone is not asked again", () => {
  expect(after({ type: "found", who: MIRA })).toEqual({ ...PRESENT, effects: [] });
  expect(after({ type: "nobody" })).toEqual({ ...PRESENT, effects: [] });
  const later = after(...OUT, { type: "dismissed" }, { type: "returned" }, { type: "nobody" });
  expect(later).toMatchObject({ standing: "out", isAsking: false });
});
