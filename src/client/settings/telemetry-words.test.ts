import { expect, test } from "vitest";
import { countWords, silenceWords } from "./telemetry-words.ts";

test("how it goes is told in numbers, of what waits only where something does", () => {
  const counts = { sent: 12, dropped: 0, failed: 1, waiting: 0 };
  expect(countWords(counts)).toBe("12 sent · 0 dropped · 1 request failed");
  expect(countWords({ ...counts, failed: 2, waiting: 3 })).toBe(
    "12 sent · 3 waiting · 0 dropped · 2 requests failed",
  );
});

test("why nothing is sent is told with what would change it", () => {
  expect(silenceWords({ name: "posthog", state: "on" })).toBeNull();
  expect(silenceWords({ name: "otlp", state: "off" })).toBe(
    "Off. OTEL_EXPORTER_OTLP_ENDPOINT would switch it on.",
  );
  expect(silenceWords({ name: "posthog", state: "do-not-track" })).toContain("DO_NOT_TRACK");
});
