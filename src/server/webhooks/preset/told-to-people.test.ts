import { expect, test } from "vitest";
import { TEMPLATE_PLACES } from "../../../protocol/webhook-template.ts";
import { templateOf } from "./template.ts";

test.each(Object.keys(TEMPLATE_PLACES))("the place %s, which the page names, is known", (place) => {
  expect(templateOf(`[{{${place}}}, "{{${place}}}"]`).ok).toBe(true);
});

test("a place that the page does not name is not known", () => {
  expect(templateOf("[{{alert.nothing}}]").ok).toBe(false);
});
