import { expect, test } from "vitest";
import { NONE } from "./bars.ts";
import { countWords, spanWords } from "./span-words.ts";

const NOW = Date.parse("2026-11-26T13:50:00Z");

function words(from: string, to: string, zone = "UTC"): string {
  return spanWords(Date.parse(from), Date.parse(to), zone, NOW);
}

test("a span is told as shortly as it can be told from others", () => {
  expect(words("2026-11-17T02:00:00Z", "2026-11-17T03:00:00Z")).toBe("Tue 17 Nov, 02:00–03:00");
  expect(words("2026-11-17T01:00:00Z", "2026-11-17T02:00:00Z", "Europe/Berlin")).toBe(
    "Tue 17 Nov, 02:00–03:00",
  );
  expect(words("2026-11-17T02:00:10Z", "2026-11-17T02:00:20Z")).toBe(
    "Tue 17 Nov, 02:00:10–02:00:20",
  );
  expect(words("2026-11-17T00:00:00Z", "2026-11-18T00:00:00Z")).toBe("Tue 17 Nov");
  expect(words("2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z")).toBe("16 Nov – 22 Nov");
  expect(words("2024-12-23T00:00:00Z", "2025-01-20T00:00:00Z")).toBe("23 Dec 2024 – 19 Jan 2025");
  expect(words("2025-07-01T01:00:00Z", "2025-07-02T01:00:00Z")).toBe(
    "1 Jul, 01:00 – 2 Jul 2025, 01:00",
  );
});

test("counts are told with what matters most", () => {
  expect(countWords(NONE)).toBe("no alerts");
  expect(countWords({ ...NONE, info: 1 })).toBe("1 alert");
  expect(countWords({ ...NONE, info: 1200, critical: 6 })).toBe("1,206 alerts, 6 critical");
});
