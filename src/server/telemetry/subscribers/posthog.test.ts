import { expect, test } from "vitest";
import { createEventOf, createPostHog } from "./posthog.ts";

const now = () => Date.parse("2026-11-26T12:00:00.000Z");

test.each([
  ["https://eu.i.posthog.com", "https://eu.i.posthog.com/batch/"],
  ["https://example.org/posthog", "https://example.org/posthog/batch/"],
  ["https://example.org/posthog/", "https://example.org/posthog/batch/"],
])("what goes to %s is posted to %s", (host, url) => {
  const posthog = createPostHog({ host: new URL(host), key: "phc_1", now });
  expect(posthog.requestOf(['{"event":"a"}', '{"event":"b"}'])).toEqual({
    url,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"api_key":"phc_1","batch":[{"event":"a"},{"event":"b"}],"sent_at":"2026-11-26T12:00:00.000Z"}',
  });
});

test("who looks at it does not see the key", () => {
  const posthog = createPostHog({ host: new URL("https://example.org"), key: "phc_1", now });
  expect(JSON.parse(posthog.shown(['{"event":"a"}']))).toMatchObject({
    api_key: "…",
    batch: [{ event: "a" }],
  });
});

test.each(["", "someone", "0B0E7F0A-1111-4222-8333-944455556666"])(
  "%j is nobody whose events they could be",
  (instance) => {
    expect(() => createEventOf(instance, () => "")).toThrow("no id");
  },
);
