import { expect, test } from "vitest";
import { PRESETS } from "../../protocol/webhook-preset.ts";
import { aMessage, AT } from "./preset/message.fixture.ts";
import type { FormerSecret } from "../store/webhooks.ts";
import { requestOf } from "./request.ts";

test("those are signed who look, and a service that has a form of its own is told no signature", () => {
  const secrets = {
    url: "https://hooks.example.org/topic?routing_key=0123456789abcdef0123456789abcdef",
    headers: {},
    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    formers: [],
  };
  const template = '{"title": "{{alert.title}}"}';
  const signed = PRESETS.filter((preset) => {
    const request = requestOf({ preset, template }, secrets, aMessage(), Date.parse(AT));
    expect(request).not.toBeNull();
    return Object.keys(request?.headers ?? {}).includes("webhook-signature");
  });
  expect(signed).toEqual(["standard", "template"]);
});

test("the secrets before the present one sign until their time is over", () => {
  const [now, one, two, over] = ["bm93", "b25l", "dHdv", "b3Zlcg=="].map((part) => `whsec_${part}`);
  const at = Date.parse(AT);
  const signatureWith = (secret = "", formers: readonly FormerSecret[] = []) =>
    requestOf(
      { preset: "standard", template: null },
      { url: "https://hooks.example.org/", headers: {}, secret, formers },
      aMessage(),
      at,
    )?.headers["webhook-signature"];
  const formers = [
    { secret: one ?? "", until: at + 2 },
    { secret: two ?? "", until: at + 1 },
    { secret: over ?? "", until: at },
  ];
  expect(signatureWith(now, formers)).toBe(
    [now, one, two].map((secret) => signatureWith(secret)).join(" "),
  );
});
