import { describe, expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import type { Alert } from "../../domain/alert.ts";
import type { Update } from "../window/window.ts";
import { arrive, look, MOST_UNSEEN, type Unseen } from "./unseen.ts";

const NONE: Unseen = { ids: new Set(), newest: 10 };
const critical = (id: number, fields: Partial<Alert> = {}) =>
  anAlert({ id, seq: id, severity: "critical", ...fields });
const update = (fields: Partial<Update>): Update => ({
  to: 99,
  put: [],
  patch: [],
  remove: [],
  ...fields,
});
const put = (...alerts: Alert[]) => update({ put: alerts });

describe("unseen", () => {
  test("are critical alerts that arrive, each once", () => {
    const one = arrive(NONE, put(critical(11), anAlert({ id: 12, severity: "error" })));
    expect([...one.ids]).toEqual([11]);
    expect([...arrive(one, put(critical(11))).ids]).toEqual([11]);
  });

  test("are none that were there before, nor any that is snoozed or over", () => {
    const alerts = [
      critical(9),
      critical(11, { snoozedUntil: "2027-01-01T00:00:00.000Z" }),
      critical(12, { status: "acknowledged" }),
      critical(13, { status: "resolved" }),
    ];
    expect(arrive(NONE, put(...alerts)).ids.size).toBe(0);
    const toldUntil = Date.parse("2027-01-01T00:00:00.000Z");
    expect(arrive(NONE, { ...put(critical(14)), toldUntil }).ids.size).toBe(0);
  });

  test.each<[string, Partial<Update>]>([
    ["is deleted", { remove: [11] }],
    ["is acknowledged", { patch: [{ id: 11, seq: 20, status: "acknowledged" }] }],
    ["gets better", { patch: [{ id: 11, seq: 20, severity: "warning" }] }],
    ["is put off", { patch: [{ id: 11, seq: 20, snoozedUntil: "2027-01-01T00:00:00.000Z" }] }],
    ["is resolved, told whole", { put: [critical(11, { status: "resolved" })] }],
  ])("is no more what %s", (_, fields) => {
    const one = arrive(NONE, put(critical(11)));
    expect(arrive(one, update(fields)).ids.size).toBe(0);
    const harmless = update({ patch: [{ id: 11, seq: 20, occurrences: 2 }] });
    expect(arrive(one, harmless).ids.size).toBe(1);
  });

  test("are seen once they have rows, and all of them once nothing waits above", () => {
    const two = arrive(NONE, put(critical(11), critical(12)));
    expect([...look(two, (id) => id === 11, true).ids]).toEqual([12]);
    expect(look(two, () => false, false).ids.size).toBe(0);
    expect(look(two, () => false, false).newest, "they do not arrive again").toBe(12);
  });

  test("are so many at most", () => {
    const many = Array.from({ length: MOST_UNSEEN + 5 }, (_, index) => critical(11 + index));
    expect(arrive(NONE, put(...many)).ids.size).toBe(MOST_UNSEEN);
  });
});
