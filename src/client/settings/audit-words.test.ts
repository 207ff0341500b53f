import { expect, test } from "vitest";
import { AUDITED, type AuditEntry } from "../../protocol/people.ts";
import { auditWords } from "./audit-words.ts";

function entry(type: AuditEntry["type"], fields: Partial<AuditEntry> = {}): AuditEntry {
  const base = { id: 1, at: "2026-01-01T00:00:00.000Z", address: null, detail: {} };
  return { ...base, type, actor: "user:Mira", on: "user:Jon", ...fields };
}

test.each<[AuditEntry, string]>([
  [entry("signed-in", { on: "user:Mira", detail: { via: "password" } }), "Mira signed in"],
  [
    entry("signed-in", { on: "user:Mira", detail: { via: "oidc" } }),
    "Mira signed in with the identity provider",
  ],
  [
    entry("sign-in-failed", { actor: "operator", detail: { reason: "password" } }),
    "Somebody failed to sign in as Jon by password",
  ],
  [
    entry("sign-in-failed", { actor: "operator", on: null, detail: { reason: "setup code" } }),
    "Somebody failed to sign in by setup code",
  ],
  [
    entry("sign-in-failed", {
      actor: "operator",
      on: null,
      detail: { reason: "provider: sign-in-expired" },
    }),
    "Somebody failed to sign in by provider: sign in expired",
  ],
  [
    entry("sign-in-failed", { on: "user:Mira", detail: { reason: "password" } }),
    "Mira did not give their present password",
  ],
  [entry("sign-in-failed", { actor: "operator", on: null }), "Somebody failed to sign in"],
  [entry("signed-out", { on: "user:Mira" }), "Mira signed out"],
  [entry("session-ended"), "Mira ended a session of Jon"],
  [entry("user-added", { detail: { role: "admin" } }), "Mira added Jon as an admin"],
  [
    entry("user-added", { on: "user:Mira", detail: { role: "viewer" } }),
    "Mira came for the first time as a viewer",
  ],
  [
    entry("user-changed", { detail: { role: "operator", was: "viewer" } }),
    "Mira made Jon an operator",
  ],
  [entry("user-changed", { detail: { disabled: true } }), "Mira disabled Jon"],
  [
    entry("user-changed", { detail: { role: "viewer", disabled: false } }),
    "Mira made Jon a viewer and enabled Jon",
  ],
  [
    entry("user-changed", { on: "user:Mira", detail: { role: "viewer", was: "admin" } }),
    "Mira made themselves a viewer",
  ],
  [
    entry("user-changed", {
      on: "user:Mira",
      detail: { role: "admin", was: "viewer", issuer: "https://id.example" },
    }),
    "Mira came back as an admin",
  ],
  [
    entry("user-added", { actor: "operator", detail: { role: "admin" } }),
    "Whoever runs this server added Jon as an admin",
  ],
  [entry("user-changed"), "Mira changed Jon"],
  [entry("user-removed"), "Mira removed Jon"],
  [entry("password-changed"), "Mira set a new password for Jon"],
  [entry("password-changed", { on: "user:Mira" }), "Mira changed their password"],
  [entry("key-added", { on: "key:cron" }), "Mira made the key cron"],
  [entry("key-revoked", { on: "key:cron" }), "Mira revoked the key cron"],
  [entry("webhook-added", { on: "webhook:ops" }), "Mira made the webhook ops"],
  [entry("webhook-changed", { on: "webhook:ops" }), "Mira changed the webhook ops"],
  [entry("webhook-removed", { on: "webhook:ops" }), "Mira removed the webhook ops"],
  [
    entry("webhook-secret-changed", { on: "webhook:ops" }),
    "Mira gave the webhook ops a new secret",
  ],
  [entry("webhook-paused", { on: "webhook:ops" }), "Mira paused the webhook ops"],
  [entry("webhook-resumed", { on: "webhook:ops" }), "Mira resumed the webhook ops"],
  [
    entry("webhook-replayed", { on: "webhook:ops" }),
    "Mira had events sent to the webhook ops again",
  ],
  [
    entry("operation-started", { on: "operation:7", detail: { operation: 7, kind: "backup" } }),
    "Mira began the operation 7, a backup",
  ],
  [
    entry("operation-cancelled", { on: "operation:7", detail: { operation: 7, kind: "import" } }),
    "Mira cancelled the operation 7, an import",
  ],
  [entry("backup-downloaded", { on: "backup:b1" }), "Mira downloaded the backup b1"],
  [entry("backup-removed", { on: "backup:b1" }), "Mira removed the backup b1"],
  [entry("alert-forgotten", { on: "alert:5" }), "Mira deleted the alert 5 for good"],
])("%j", (audited, words) => {
  expect(auditWords(audited)).toBe(words);
});

test("every type has words, whatever its detail is, and no name turns them round", () => {
  const odd = { on: "user:A\u202Eb", detail: { role: 7, reason: null, via: [] } };
  for (const type of AUDITED) {
    for (const actor of ["user:Mira", "operator"]) {
      expect(auditWords(entry(type, { ...odd, actor }))).toMatch(/^\p{Lu}[^\u202E]+$/u);
      expect(auditWords(entry(type, { ...odd, actor }))).not.toMatch(/undefined|null|\[object/u);
    }
  }
});
