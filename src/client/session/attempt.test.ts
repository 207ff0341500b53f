import { expect, test } from "vitest";
import { failed, FIRST_ATTEMPT, send, waitOf } from "./attempt.ts";

const failure = (code: string, more: object = {}) => ({ code, title: code, detail: "", ...more });

test("there is one attempt at a time", () => {
  const sent = send(FIRST_ATTEMPT, 0);
  expect(sent).toMatchObject({ isSending: true, words: "" });
  expect(sent && send(sent, 0)).toBeNull();
});

test("one that failed says so until the next, which may be made at once", () => {
  const wrong = failed(failure("sign-in-failed"), 1000);
  expect(wrong.words).toContain("name or the password is wrong");
  expect(waitOf(wrong, 1000)).toBe(0);
  expect(send(wrong, 1000)).toMatchObject({ isSending: true, words: "" });
});

test("too many have to wait as long as the server says, counted in whole seconds", () => {
  const late = failed(failure("too-many-attempts", { retryAfter: 12 }), 1000);
  expect([1000, 1001, 12_000, 12_999, 13_000].map((now) => waitOf(late, now))).toEqual([
    12, 12, 1, 1, 0,
  ]);
  expect(send(late, 12_999)).toBeNull();
  expect(send(late, 13_000)).not.toBeNull();
});

test("what to do is said", () => {
  expect(failed(failure("unreachable"), 0).words).toContain("Check your connection");
  expect(failed(failure("store-busy", { retryAfter: 1 }), 0).words).toContain("Try again");
  const short = { detail: "password: must have 8 characters or more" };
  expect(failed(failure("invalid-body", short), 0).words).toBe(
    "Password: must have 8 characters or more.",
  );
  expect(failed({ code: "odd", title: "Odd", detail: "It is." }, 0).words).toBe("Odd. It is.");
});
