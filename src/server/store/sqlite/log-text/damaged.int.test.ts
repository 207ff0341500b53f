import { describe } from "vitest";
import { testDamagedExports } from "../../conformance/damaged-exports.ts";
import { refusalOf } from "./log-text.fixture.ts";

describe("of a damaged file nothing is kept, and the line is named:", () => {
  testDamagedExports((from) => refusalOf(from));
});
