import { createHash } from "node:crypto";
import { type ConversionConfig, toJsonSchema } from "@valibot/to-json-schema";
import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { anAlert } from "../domain/alert.arbitrary.ts";
import { frameSchema, SUBPROTOCOL, subscribeSchema } from "./frame.ts";

const config: ConversionConfig = {
  // The one custom schema: an object whose values are strings.
  overrideSchema: ({ valibotSchema }) =>
    valibotSchema.type === "custom"
      ? { type: "object", additionalProperties: { type: "string" } }
      : null,
  // JSON Schema knows no flags.
  overrideAction: ({ valibotAction }) =>
    "requirement" in valibotAction && valibotAction.requirement instanceof RegExp
      ? { pattern: valibotAction.requirement.source }
      : null,
};

test("the messages are those of this version; others need a new one", () => {
  const messages = [subscribeSchema, frameSchema].map((schema) => toJsonSchema(schema, config));
  const hash = createHash("sha256").update(JSON.stringify(messages)).digest("hex").slice(0, 12);
  // If this fails, the messages have changed: clients that speak the old version would misread
  // them. Raise SUBPROTOCOL, then put its new name and the new hash here. Only where every message
  // that was one before still is, and means the same, the new hash is enough.
  expect({ [SUBPROTOCOL]: hash }).toEqual({ "tocsin.v1": "d133f546c3ab" });
});

describe("subscribe", () => {
  test.each([
    { type: "subscribe", since: null },
    { type: "subscribe", since: { epoch: "e", seq: 0 }, filter: {} },
    { type: "subscribe", since: null, filter: { status: ["firing"], label: ["a!=b"], q: "disk" } },
  ])("is %j", (message) => {
    expect(v.is(subscribeSchema, message)).toBe(true);
  });

  test.each([
    {},
    [],
    null,
    { type: "subscribe" },
    { type: "unsubscribe", since: null },
    { type: "subscribe", since: { epoch: "e", seq: -1 } },
    { type: "subscribe", since: { epoch: "e", seq: 1.5 } },
    { type: "subscribe", since: { epoch: "e", seq: "1" } },
    { type: "subscribe", since: { epoch: "e", seq: 1, extra: 1 } },
    { type: "subscribe", since: null, extra: 1 },
    { type: "subscribe", since: null, filter: { status: ["open"] } },
    { type: "subscribe", since: null, filter: { words: ["x"] } },
  ])("is not %j", (message) => {
    expect(v.is(subscribeSchema, message)).toBe(false);
  });
});

describe("a frame", () => {
  test.each([
    { type: "ready", epoch: "e", seq: 0 },
    { type: "diff", from: 1, to: 2, put: [anAlert()], patch: [{ id: 1, seq: 2 }], remove: [3] },
    { type: "beat", seq: 5 },
    { type: "reset", reason: "too-far" },
    { type: "error", code: "invalid-message", detail: "" },
  ])("is $type", (frame) => {
    expect(v.is(frameSchema, frame)).toBe(true);
  });

  test("in a patch, a field may be absent and, where the alert allows it, null", () => {
    const frame = (fields: object) => {
      const patch = [{ id: 1, seq: 2, ...fields }];
      return { type: "diff", from: 1, to: 2, put: [], patch, remove: [] };
    };
    expect(v.is(frameSchema, frame({ acknowledgedBy: null }))).toBe(true);
    expect(v.is(frameSchema, frame({ title: null }))).toBe(false);
    expect(v.is(frameSchema, frame({ id: undefined }))).toBe(false);
  });
});
