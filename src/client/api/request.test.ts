import { afterEach, expect, test, vi } from "vitest";
import * as v from "valibot";
import { listenToRefusals } from "./refusals.ts";
import { request } from "./request.ts";

afterEach(() => vi.unstubAllGlobals());

/** The server answers so from now on. */
function answer(body: unknown, init: ResponseInit): void {
  const response = () => new Response(body === null ? null : JSON.stringify(body), init);
  vi.stubGlobal("fetch", () => Promise.resolve(response()));
}

const problem = (code: string) => ({ code, title: code });

test("that nobody is signed in is told once, and whether somebody wanted something done", async () => {
  const heard: boolean[] = [];
  const ignore = listenToRefusals((byHand) => heard.push(byHand));
  answer(problem("sign-in-required"), { status: 401 });
  await request(v.unknown(), "/api/alerts");
  await request(v.unknown(), "/api/alerts/1", { method: "DELETE" });
  // It is a password that is wrong: they are no more a stranger than before.
  answer(problem("sign-in-failed"), { status: 401 });
  await request(v.unknown(), "/api/session", { method: "POST" });
  ignore();
  answer(problem("sign-in-required"), { status: 401 });
  await request(v.unknown(), "/api/alerts");
  expect(heard).toEqual([false, true]);
});

test.each([
  ["12", 12],
  ["0", undefined],
  ["Thu, 01 Jan 2026 00:00:00 GMT", undefined],
])("Retry-After: %s", async (header, retryAfter) => {
  answer(problem("too-many-attempts"), { status: 429, headers: { "retry-after": header } });
  const answered = await request(v.unknown(), "/api/session", { method: "POST" });
  expect(!answered.ok && answered.failure.retryAfter).toBe(retryAfter);
});

test("an answer without a body is nothing", async () => {
  answer(null, { status: 204 });
  expect(await request(v.null(), "/api/session")).toEqual({ ok: true, value: null });
});
