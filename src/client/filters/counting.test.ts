import { expect, test } from "vitest";
import { readQuery } from "../address/query.ts";
import { faultOfCounting } from "./counting.ts";

test.each([
  ["status=firing", "status"],
  ["zone=prod acknowledgedBy=me", "acknowledgedBy"],
  ["snoozed!=no", "snoozed"],
  ['severity=error "status"=firing source=api disk', null],
  ["", null],
])(
  "where alerts are counted as they came, of %s it is %s that cannot be asked for",
  (typed, field) => {
    const fault = `${field} cannot be asked for here: what comes later of an alert is not counted.`;
    expect(faultOfCounting(readQuery(typed))).toBe(field === null ? "" : fault);
  },
);
