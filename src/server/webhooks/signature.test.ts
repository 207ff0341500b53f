import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { secretFrom, signatureHeaders } from "./signature.ts";

const OLD = secretFrom(randomBytes(32));
const NEW = secretFrom(randomBytes(32));

test("a secret is whsec_ and 32 bytes in base64", () => {
  expect(OLD).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/u);
});

test("the receivers' own library takes what is signed", () => {
  fc.assert(
    fc.property(fc.json(), fc.string({ unit: fc.constantFrom(..."abc019_") }), (body, epoch) => {
      const headers = signatureHeaders({
        id: `evt_${epoch}_1`,
        at: Date.now(),
        body,
        secrets: [NEW],
      });
      expect(new Webhook(NEW).verify(body, headers)).toEqual(JSON.parse(body));
    }),
  );
});

test("while a secret is changed, both are taken", () => {
  const body = '{"a":"ä"}';
  const headers = signatureHeaders({ id: "evt_e_1", at: Date.now(), body, secrets: [NEW, OLD] });
  expect(headers["webhook-signature"].split(" ")).toHaveLength(2);
  for (const secret of [OLD, NEW])
    expect(new Webhook(secret).verify(body, headers)).toEqual({ a: "ä" });
});

test.each([
  ["body", { body: '{"a":2}' }],
  ["secret", { secrets: [OLD] }],
  ["id", { id: "evt_e_2" }],
])("what was signed with another %s is not", (_what, other) => {
  const signed = { id: "evt_e_1", at: Date.now(), body: '{"a":1}', secrets: [NEW] };
  const headers = { ...signatureHeaders({ ...signed, ...other }), "webhook-id": signed.id };
  expect(() => new Webhook(NEW).verify(signed.body, headers)).toThrow("No matching signature");
});

test("an old request is not taken again", () => {
  const signed = { id: "evt_e_1", at: Date.now() - 600_000, body: "{}", secrets: [NEW] };
  expect(() => new Webhook(NEW).verify("{}", signatureHeaders(signed))).toThrow(/too old/u);
});

test("the signature is the one that the standard gives as its example", () => {
  const headers = signatureHeaders({
    id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
    at: 1_614_265_330_000,
    body: '{"test": 2432232314}',
    secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
  });
  expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});
