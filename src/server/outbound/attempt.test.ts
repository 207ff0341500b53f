import { expect, test } from "vitest";
import { attemptOf } from "./attempt.ts";

const ANSWER = { status: 200, headers: {}, body: Buffer.from("hello"), cut: null };
const OWN = new Set(["1.2.3.4"]);

test.each([
  ["93.184.216.34", "hello"],
  ["10.0.0.1", null],
  ["1.2.3.4", null],
  [null, null],
])("of what %s says %j is shown", (address, excerpt) => {
  expect(attemptOf(ANSWER, 1, address, OWN)).toMatchObject({ outcome: "delivered", excerpt });
});
