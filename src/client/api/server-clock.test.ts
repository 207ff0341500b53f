import { expect, test } from "vitest";
import { corrected, serverTime } from "./server-clock.ts";

/** The server's clock says so when the steady one says 1000. */
const SERVER = 1_800_000_000_000;
const sample = { server: SERVER, steady: 1000 };
const heard = (date: number) => ({ date, askedAt: 60_900, heardAt: 61_000 });

test("the server's time goes on with the steady clock", () => {
  expect(serverTime(sample, 61_000)).toBe(SERVER + 60_000);
});

test("a time that the server may well have told changes nothing", () => {
  for (const off of [-1100, -500, 0]) {
    expect(corrected(sample, heard(SERVER + 60_000 + off))).toBe(sample);
  }
});

test("after a sleep, or out of a cache, it is what the server says, as nearly as it says it", () => {
  const later = SERVER + 3_600_000;
  expect(serverTime(corrected(sample, heard(later)), 61_000)).toBe(later);
  const earlier = SERVER - 3_600_000;
  expect(serverTime(corrected(sample, heard(earlier)), 61_000)).toBe(earlier + 1100);
});
