import { expect, test } from "vitest";
import type { Key } from "../../protocol/people.ts";
import { revocationWords } from "./key-words.ts";

test("whoever revokes a key is told what stops", () => {
  const key: Key = {
    id: 1,
    name: "prod",
    scopes: ["ingest"],
    source: "alertmanager",
    createdAt: "2026-01-01T00:00:00.000Z",
    createdBy: "user:Mira",
    expiresAt: null,
    lastUsedAt: null,
  };
  const now = Date.parse("2026-01-01T00:05:00.000Z");
  expect(revocationWords(key, now)).toContain("Alerts from alertmanager that are sent with it");
  expect(revocationWords(key, now)).toContain("never used");
  const used = { ...key, scopes: ["read"], lastUsedAt: "2026-01-01T00:02:00.000Z" } as const;
  expect(revocationWords({ ...used, scopes: ["read"] }, now)).toMatch(
    /^Whatever uses it .* 3 min ago\.$/u,
  );
});
