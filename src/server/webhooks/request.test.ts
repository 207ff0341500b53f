import { expect, test } from "vitest";
import { PRESETS } from "../../protocol/webhook-preset.ts";
import { aMessage, AT } from "./preset/message.fixture.ts";
import { requestOf } from "./request.ts";

test("those are signed who look, and a service that has a form of its own is told no signature", () => {
  const secrets = {
    url: "https://hooks.example.org/topic?routing_key=0123456789abcdef0123456789abcdef",
    headers: {},
    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    former: null,
  };
  const template = '{"title": "{{alert.title}}"}';
  const signed = PRESETS.filter((preset) => {
    const request = requestOf({ preset, template }, secrets, aMessage(), Date.parse(AT));
    expect(request).not.toBeNull();
    return Object.keys(request?.headers ?? {}).includes("webhook-signature");
  });
  expect(signed).toEqual(["standard", "template"]);
});
