import { expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { fail, ok } from "../../domain/problem.ts";
import type { MomentReader } from "../store/moments.ts";
import { createMessages } from "./messages.ts";

const TELLER = { epoch: "e", publicOrigin: null };

/** Messages of a log in which the alert of each event is there until it is removed for good. */
function messagesOf(log: { head: number; isRemoved: boolean; isAway: boolean }) {
  const reads: number[] = [];
  const at: MomentReader["at"] = async (seq) => {
    reads.push(seq);
    if (log.isAway) return fail("store-busy", "Another process holds it.");
    if (log.isRemoved) return ok(null);
    const event = {
      type: "AlertAcknowledged" as const,
      data: {},
      seq,
      alertId: seq,
      recordedAt: "2026-11-26T12:00:00.000Z",
      actor: "operator" as const,
    };
    return ok({ event, before: null, after: anAlert({ id: seq }) });
  };
  const message = createMessages({ moments: { at }, teller: TELLER, head: () => log.head });
  return { message, reads };
}

test("an event is read once for all who are told of it at one time", async () => {
  const { message, reads } = messagesOf({ head: 2, isRemoved: false, isAway: false });
  const told = await Promise.all([message(1), message(2), message(1)]);
  expect(told.map((one) => one.ok && one.value?.id)).toEqual(["evt_e_1", "evt_e_2", "evt_e_1"]);
  expect(await message(1)).toBe(told[0]);
  expect(reads).toEqual([1, 2]);
});

test("nothing is told of what was removed for good meanwhile", async () => {
  const log = { head: 2, isRemoved: false, isAway: false };
  const { message } = messagesOf(log);
  expect(await message(1)).toMatchObject({ value: { type: "alert.acknowledged" } });
  log.isRemoved = true;
  log.head = 3;
  expect(await message(1)).toEqual({ ok: true, value: null });
});

test("what could not be read is read again", async () => {
  const log = { head: 2, isRemoved: false, isAway: true };
  const { message } = messagesOf(log);
  expect(await message(1)).toMatchObject({ ok: false });
  log.isAway = false;
  expect(await message(1)).toMatchObject({ ok: true, value: { id: "evt_e_1" } });
});
