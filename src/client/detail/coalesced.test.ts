import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { coalesced } from "./coalesced.ts";

const PAUSE = 500;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Something that takes so long (ms). */
function subject(takes: number) {
  const course = { begun: 0, ended: 0, most: 0 };
  const { ask, stop } = coalesced(async (signal) => {
    course.begun += 1;
    course.most = Math.max(course.most, course.begun - course.ended);
    await new Promise((resolve) => setTimeout(resolve, takes));
    if (!signal.aborted) course.ended += 1;
  }, PAUSE);
  return { course, ask, stop };
}

test("who asks all the time is served all the time, by one run after the other", async () => {
  const { course, ask } = subject(200);
  for (let time = 0; time < 7_000; time += 10) {
    ask();
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(course).toMatchObject({ ended: 10, most: 1 });
});

test("what is asked for amid a run is served by one more", async () => {
  const { course, ask } = subject(200);
  for (let times = 0; times < 5; times++) ask();
  expect(course.begun).toBe(1);
  await vi.runAllTimersAsync();
  expect(course.ended).toBe(2);
  ask();
  await vi.runAllTimersAsync();
  expect(course.ended).toBe(3);
});

test("once it is stopped, nothing runs", async () => {
  const { course, ask, stop } = subject(200);
  ask();
  ask();
  stop();
  await vi.runAllTimersAsync();
  ask();
  await vi.runAllTimersAsync();
  expect(course).toMatchObject({ begun: 1, ended: 0 });
});
