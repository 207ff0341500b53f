import dns from "node:dns/promises";
import { syncBuiltinESMExports } from "node:module";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createGuard } from "./guard.ts";
import { createResolver } from "./resolver.ts";

/** A look whose answers come when the test says so. */
function patientLook() {
  const begun: string[] = [];
  const waiting = new Map<string, (addresses: string[]) => void>();
  return {
    begun,
    look: (name: string) => {
      begun.push(name);
      const { promise, resolve } = Promise.withResolvers<string[]>();
      waiting.set(name, resolve);
      return promise;
    },
    answer: (name: string) => waiting.get(name)?.(["192.0.2.1"]),
  };
}

const SOON = 20;

test("what a name means is all of its addresses", async () => {
  const { resolve } = createResolver(() => Promise.resolve(["192.0.2.1", "2001:db8::1"]));
  expect(await resolve("a.test")).toEqual(["192.0.2.1", "2001:db8::1"]);
});

test("a name is looked up anew, and once where several ask at a time", async () => {
  const { begun, look, answer } = patientLook();
  const { resolve } = createResolver(look);
  const both = Promise.all([resolve("a.test"), resolve("a.test")]);
  answer("a.test");
  await both;
  const again = resolve("a.test");
  await expect.poll(() => begun).toEqual(["a.test", "a.test"]);
  answer("a.test");
  await again;
});

test("a name without addresses is not known", async () => {
  const { resolve } = createResolver(() => Promise.resolve([]));
  await expect(resolve("a.test")).rejects.toMatchObject({ reason: "name-not-found" });
});

test("a failure is told, and remembered of nobody", async () => {
  const answers = [Promise.reject(new Error("SERVFAIL")), Promise.resolve(["192.0.2.1"])];
  const { resolve } = createResolver(() => answers.shift() ?? Promise.resolve([]));
  await expect(resolve("a.test")).rejects.toThrow("SERVFAIL");
  expect(await resolve("a.test")).toEqual(["192.0.2.1"]);
});

describe("names that hang", () => {
  test("are given up in time, and hold both places at most", async () => {
    const { begun, look } = patientLook();
    const { resolve } = createResolver(look, SOON);
    const names = Array.from({ length: 10 }, (_, i) => `${i}.test`);
    for (let round = 0; round < 3; round++) {
      for (const outcome of await Promise.allSettled(names.map(resolve)))
        expect(outcome).toMatchObject({ status: "rejected", reason: { reason: "name-timeout" } });
    }
    expect(begun).toEqual(["0.test", "1.test"]);
  });

  test("hold nobody up once they are known", async () => {
    const { begun, look, answer } = patientLook();
    const { resolve } = createResolver(look, SOON);
    const hanging = ["0.test", "1.test", "2.test", "3.test"];
    for (const name of hanging) {
      await expect(resolve(name)).rejects.toMatchObject({ reason: "name-timeout" });
      answer(name);
    }
    begun.length = 0;
    // They hang again, all at once, and in one place.
    const again = hanging.map(resolve);
    const good = resolve("good.test");
    await expect.poll(() => begun).toContain("good.test");
    answer("good.test");
    expect(await good).toEqual(["192.0.2.1"]);
    await Promise.allSettled(again);
    expect(begun.filter((name) => hanging.includes(name))).toEqual(["0.test"]);
  });

  test("leave one place of the two, and there is no third", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { begun, look, answer } = patientLook();
    const { resolve } = createResolver(look, SOON);
    for (let time = 0; time < 2; time++) {
      answer("0.test");
      await vi.advanceTimersByTimeAsync(0);
      const hangs = Promise.allSettled([resolve("0.test")]);
      await vi.advanceTimersByTimeAsync(SOON);
      expect(await hangs).toMatchObject([{ status: "rejected" }]);
    }
    expect(begun).toEqual(["0.test", "0.test"]);
    const others = ["a.test", "b.test"].map(resolve);
    await vi.advanceTimersByTimeAsync(0);
    expect(begun.slice(2)).toEqual(["a.test"]);
    answer("a.test");
    await vi.advanceTimersByTimeAsync(0);
    expect(begun.slice(2)).toEqual(["a.test", "b.test"]);
    answer("b.test");
    await Promise.all(others);
  });

  test("are like all others once they answer", async () => {
    const { begun, look, answer } = patientLook();
    const { resolve } = createResolver(look, SOON);
    await expect(resolve("a.test")).rejects.toMatchObject({ reason: "name-timeout" });
    answer("a.test");
    await expect
      .poll(async () => {
        const asked = resolve("a.test");
        answer("a.test");
        return await asked.catch(() => null);
      })
      .toEqual(["192.0.2.1"]);
    expect(begun.length).toBeGreaterThan(1);
  });

  test("are asked for no more by those who gave up before it began", async () => {
    const { begun, look, answer } = patientLook();
    const { resolve } = createResolver(look, SOON);
    const names = ["0.test", "1.test", "late.test"];
    await Promise.allSettled(names.map(resolve));
    answer("0.test");
    answer("1.test");
    const next = resolve("next.test");
    await expect.poll(() => begun).toContain("next.test");
    answer("next.test");
    await next;
    expect(begun).not.toContain("late.test");
  });
});

test("whoever joins in asking has time of their own", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { begun, look, answer } = patientLook();
  const { resolve } = createResolver(look, SOON);
  const gaveUp = Promise.allSettled(["0.test", "1.test", "late.test"].map(resolve));
  await vi.advanceTimersByTimeAsync(SOON - 1);
  const joined = resolve("late.test");
  await vi.advanceTimersByTimeAsync(1);
  expect(await gaveUp).toMatchObject([{ status: "rejected" }, {}, { status: "rejected" }]);
  const again = resolve("late.test");
  answer("0.test");
  answer("1.test");
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toEqual(["0.test", "1.test", "late.test"]);
  answer("late.test");
  expect(await Promise.all([joined, again])).toEqual([["192.0.2.1"], ["192.0.2.1"]]);
});

test("guards share the threads, however many guards there are", async () => {
  const { begun, look, answer } = patientLook();
  const lookup = vi.spyOn(dns, "lookup");
  onTestFinished(() => (lookup.mockRestore(), syncBuiltinESMExports()));
  lookup.mockImplementation((async (name: string) => {
    const [address] = (await look(name)) ?? [];
    return [{ address, family: 4 }];
  }) as never);
  syncBuiltinESMExports();
  const urls = ["http://0.test/", "http://1.test/", "http://2.test/", "http://3.test/"];
  const checks = urls.map((url) => createGuard().check(url));
  await expect.poll(() => begun).toEqual(["0.test", "1.test"]);
  for (const name of ["0.test", "1.test", "2.test", "3.test"]) {
    await expect.poll(() => begun).toContain(name);
    answer(name);
  }
  expect(await Promise.all(checks)).toEqual(urls.map(() => "address-refused"));
});
