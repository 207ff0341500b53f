import { expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { noticeOf } from "./tell-words.ts";
import { MOST, type ToldView } from "./telling.ts";

globalThis.TOCSIN_BASE = "/";

const view = (name: string): ToldView => ({
  key: name,
  name,
  filter: { q: name },
  notify: true,
  sound: false,
});
const [money, disks] = [view("Money"), view("Disks")];
const alerts = (...ids: number[]) => ids.map((id) => anAlert({ id, title: `Alert ${id}` }));

test("one alert is told by its name, and leads to itself", () => {
  const [alert = anAlert()] = alerts(7);
  const named = { ...alert, title: "Disk \u202Efull", severity: "critical" as const };
  expect(noticeOf([{ view: money, alerts: [named] }])).toEqual({
    title: "Disk full",
    body: "Critical, firing · monitor · Money",
    path: "/alerts/7?q=Money",
    tag: "Money",
  });
});

test("several are counted, the worst are named, and lead to the view", () => {
  const [first = anAlert(), ...rest] = alerts(1, 2, 3, 4);
  const some = [first, ...rest.map((alert) => ({ ...alert, severity: "critical" as const }))];
  expect(noticeOf([{ view: money, alerts: some }])).toMatchObject({
    title: "4 new alerts in Money",
    body: "Alert 2\nAlert 3\nAlert 4",
    path: "/?q=Money",
  });
});

test("what several views have caught is counted once", () => {
  const both = [
    { view: money, alerts: alerts(1, 2) },
    { view: disks, alerts: alerts(2, 3) },
  ];
  expect(noticeOf(both)).toMatchObject({
    title: "3 new alerts",
    body: "2 in Money, 1 in Disks\nAlert 1\nAlert 2\nAlert 3",
  });
  const same = [
    { view: money, alerts: alerts(1) },
    { view: disks, alerts: alerts(1) },
  ];
  expect(noticeOf(same)).toMatchObject({ title: "Alert 1", tag: "Money" });
  expect(noticeOf([])).toBeNull();
});

test("more than are told apart are so many at least", () => {
  const many = alerts(...Array.from({ length: MOST }, (_, index) => index + 1));
  expect(noticeOf([{ view: money, alerts: many }])?.title).toBe("1,000+ new alerts in Money");
});
