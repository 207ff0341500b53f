import { expect, test } from "vitest";
import { PRESETS, SIGNED_PRESETS } from "../../../protocol/webhook-preset.ts";
import { TEMPLATE_PLACES } from "../../../protocol/webhook-template.ts";
import { FORMS } from "./preset.ts";
import { templateOf } from "./template.ts";

test.each(Object.keys(TEMPLATE_PLACES))("the place %s, which the page names, is known", (place) => {
  expect(templateOf(`[{{${place}}}, "{{${place}}}"]`).ok).toBe(true);
});

test("a place that the page does not name is not known", () => {
  expect(templateOf("[{{alert.nothing}}]").ok).toBe(false);
});

test("the page shows a secret for those whose requests are signed", () => {
  expect(PRESETS.filter((name) => FORMS[name].isSigned)).toEqual(SIGNED_PRESETS);
});
