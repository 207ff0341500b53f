import { expect, test } from "vitest";
import { createAddressLimit, createThrottle } from "./throttle.ts";

function throttled() {
  let time = 1_000_000;
  let peers = 0;
  const { begin } = createThrottle(() => time);

  /** How long (s) it has to wait, 0 where it may try. */
  function waitOf(name: string, peer: string): number {
    const begun = begin(name, peer);
    if (begun.ok) return 0;
    expect(begun.problem.code).toBe("too-many-attempts");
    return begun.problem.retryAfter ?? NaN;
  }

  /** From an address that nobody has come from yet. */
  const waitAnywhere = (name: string) => waitOf(name, `10.0.${(peers += 1) >> 8}.${peers & 255}`);
  const pass = (seconds: number) => void (time += 1_000 * seconds);

  /** What is said to a row of failures, each as early as it is let. */
  function failures(count: number, wait: () => number): number[] {
    return Array.from({ length: count }, () => {
      const seconds = wait();
      pass(seconds);
      if (seconds > 0) expect(wait()).toBe(0);
      return seconds;
    });
  }
  return { begin, waitOf, waitAnywhere, pass, failures };
}

const DOUBLING = [0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30];

test("ASVS 6.3.1: failures at an account are heard ever later, up to 30 s, but it is never locked", () => {
  const { waitAnywhere, failures } = throttled();
  expect(failures(11, () => waitAnywhere("mira"))).toEqual(DOUBLING);
  expect(waitAnywhere("tom")).toBe(0);
});

test("where the clock was put back, nobody waits until it is there again", () => {
  const { waitOf, waitAnywhere, pass, failures } = throttled();
  failures(5, () => waitOf("mira", "10.1.0.1"));
  expect(waitAnywhere("mira")).toBe(4);
  pass(-3_600);
  expect(waitOf("mira", "10.1.0.1")).toBe(0);
  expect(waitAnywhere("mira")).toBe(8);
});

test("an account is one, however its name is written", () => {
  const { waitAnywhere, failures } = throttled();
  const names = ["Zoë", " zoë ", "ZOE\u0308"];
  let next = 0;
  expect(failures(5, () => waitAnywhere(names[(next += 1) % 3] ?? ""))).toEqual([0, 0, 0, 1, 2]);
});

test("names that nobody can have are one, too", () => {
  const { waitAnywhere, failures } = throttled();
  const names = ["", "a\0", "x".repeat(1_000_000)];
  let next = 0;
  expect(failures(5, () => waitAnywhere(names[(next += 1) % 3] ?? ""))).toEqual([0, 0, 0, 1, 2]);
});

test("what was refused does not prolong the delay", () => {
  const { waitAnywhere, pass, failures } = throttled();
  failures(6, () => waitAnywhere("mira"));
  expect(waitAnywhere("mira")).toBe(8);
  pass(7.999);
  expect(waitAnywhere("mira")).toBe(1);
  pass(0.001);
  expect(waitAnywhere("mira")).toBe(0);
});

test("attempts that are made at once count at once", () => {
  const { waitAnywhere } = throttled();
  const waits = Array.from({ length: 100 }, () => waitAnywhere("mira"));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
});

test("a success ends the delays", () => {
  const { begin, waitAnywhere, pass, failures } = throttled();
  failures(8, () => waitAnywhere("mira"));
  pass(30);
  const begun = begin("mira", "10.1.0.1");
  expect(begun.ok).toBe(true);
  if (begun.ok) begun.value.succeeded();
  expect(failures(5, () => waitAnywhere("mira"))).toEqual([0, 0, 0, 1, 2]);
});

test("nobody can delay somebody where they have come in before", () => {
  const { begin, waitOf, waitAnywhere, failures } = throttled();
  const home = "2001:db8:1:2::3";
  const begun = begin("mira", home);
  if (begun.ok) begun.value.succeeded();
  failures(11, () => waitAnywhere("mira"));
  expect(waitAnywhere("mira")).toBe(30);
  expect(waitOf("mira", "2001:db8:1:2::4")).toBe(0);
  // But neither is that a place from which to guess.
  expect(failures(10, () => waitOf("mira", home))).toEqual(DOUBLING.slice(1));
});

test("what was not looked at does not count", () => {
  const { begin, waitOf } = throttled();
  for (let index = 0; index < 100; index += 1) {
    const begun = begin("mira", "10.1.0.1");
    expect(begun.ok).toBe(true);
    if (begun.ok) begun.value.abandoned();
  }
  expect(waitOf("mira", "10.1.0.1")).toBe(0);
});

test("one address has 20 failures, then one in 5 s, whoever it says it is", () => {
  const { waitOf, pass } = throttled();
  let next = 0;
  const wait = () => waitOf(`user ${(next += 1)}`, `2001:db8:1:2::${next}`);
  expect(Array.from({ length: 22 }, wait)).toEqual([...Array.from({ length: 20 }, () => 0), 5, 5]);
  expect(waitOf("mira", "2001:db8:1:3::1")).toBe(0);
  pass(5);
  expect([wait(), wait()]).toEqual([0, 5]);
});

test("a team behind one address comes in, however large it is", () => {
  const { begin } = throttled();
  for (let index = 0; index < 200; index += 1) {
    const begun = begin(`user ${index}`, "10.1.0.1");
    expect(begun.ok).toBe(true);
    if (begun.ok) begun.value.succeeded();
  }
});

test("of very many addresses, those that have been quiet the longest are forgotten", () => {
  const { take } = createAddressLimit({ burst: 1, perSecond: 1 }, () => 0);
  expect([take("10.1.0.1").ok, take("10.1.0.2").ok]).toEqual([true, true]);
  for (let index = 0; index < 20_000; index += 1) {
    take(`2001:db8:${index.toString(16)}::1`);
    if (index % 5_000 === 0) expect(take("10.1.0.1").ok).toBe(false);
  }
  expect([take("10.1.0.1").ok, take("10.1.0.2").ok]).toEqual([false, true]);
});
