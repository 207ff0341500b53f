import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { pushRecipe } from "./push-recipe.ts";

test("a shell hands curl the number as it is, whatever it is called", () => {
  const recipe = pushRecipe("it's $HOME", { 'a"b': "`c` \\ d" }, "https://tocsin.example");
  const said = execFileSync("sh", ["-c", recipe.replace(/^curl/u, "printf '%s\\n'")]).toString();
  const lines = said.trim().split("\n");
  expect(lines[0]).toBe("https://tocsin.example/api/ingest/metrics");
  expect(JSON.parse(lines.at(-1) ?? "")).toEqual([
    { name: "it's $HOME", labels: { 'a"b': "`c` \\ d" }, value: 980 },
  ]);
});

test("without labels, none are said", () => {
  expect(pushRecipe("orders", {}, "http://x")).toContain(`'[{"name":"orders","value":980}]'`);
});
