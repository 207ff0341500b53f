import { expect, onTestFinished, test } from "vitest";
import { ask, describePostgres, scratchSchema } from "./database.fixture.ts";
import { type OpenDuty, openDuty } from "./duty.ts";
import { createPrimary } from "./primary.ts";

/** Those of this schema alone, since others test beside. */
const HOLDERS = `select pid from pg_locks where locktype = 'advisory' and objsubid = 2 and granted
  and objid = (hashtext('duty ' || current_schema())::bigint & 4294967295)`;

async function open(url: string): Promise<OpenDuty> {
  const duty = await openDuty(createPrimary(url), () => performance.now());
  onTestFinished(duty.close);
  return duty;
}

async function schema(): Promise<string> {
  const { url, drop } = await scratchSchema();
  onTestFinished(drop);
  return url;
}

describePostgres("what one node alone may do", () => {
  test("is held by one, and by the next once that gives it up", async () => {
    const url = await schema();
    const [first, second] = [await open(url), await open(url)];
    expect([first.isHeld(), second.isHeld()]).toEqual([true, false]);
    const told: boolean[] = [];
    second.onChanged(() => told.push(second.isHeld()));
    await first.close();
    expect(first.isHeld()).toBe(false);
    await expect.poll(() => told).toEqual([true]);
  });

  test("is lost with the connection, and taken again", async () => {
    const url = await schema();
    const duty = await open(url);
    const told: boolean[] = [];
    duty.onChanged(() => told.push(duty.isHeld()));
    await ask(url, `select pg_terminate_backend(pid) from (${HOLDERS}) as holders`);
    await expect.poll(() => told).toEqual([false, true]);
  });

  test("is held by nobody who cannot show it any more", async () => {
    const url = await schema();
    let now = 0;
    const duty = await openDuty(createPrimary(url), () => now);
    onTestFinished(duty.close);
    expect(duty.isHeld()).toBe(true);
    // As after a halt of the whole process: nothing has told it yet.
    now = 5_000;
    expect(duty.isHeld()).toBe(false);
  });

  test("of each schema is another's", async () => {
    const [one, other] = [await open(await schema()), await open(await schema())];
    expect([one.isHeld(), other.isHeld()]).toEqual([true, true]);
  });
});
