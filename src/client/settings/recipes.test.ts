import { expect, test } from "vitest";
import { recipesOf } from "./recipes.ts";

const key = "tocsin_7_AbC-_9";
const origin = "https://tocsin.example";

test("who may send alerts is shown how, for each of what sends them", () => {
  const recipes = recipesOf({ key, scopes: ["ingest"] }, origin);
  expect(recipes.map(({ name }) => name)).toEqual(["Alertmanager", "Grafana", "curl"]);
  for (const { text } of recipes) expect(text).toContain(key);
  for (const { text } of recipes) expect(text).toContain(`${origin}/api/`);
});

test("the key stands in no address", () => {
  for (const scopes of [["ingest"], ["read"], ["operate", "read"]] as const) {
    for (const { text } of recipesOf({ key, scopes: [...scopes] }, origin)) {
      expect(text).not.toMatch(new RegExp(`https?:[^\\s]*${key}`, "u"));
    }
  }
});

test("who may only read is not shown how to send", () => {
  const [only, ...others] = recipesOf({ key, scopes: ["read"] }, origin);
  expect(others).toEqual([]);
  expect(only?.text).not.toContain("-d ");
});
