import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { newPassword } from "./password-prompt.ts";

/** A terminal, or a pipe, at which somebody types once they are asked. */
function prompt(isTTY: boolean, typed: readonly string[]) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = new PassThrough({ encoding: "utf8" });
  const lines = [...typed];
  let shown = "";
  const answer = () => void input.write(lines.shift() ?? "\u0004");
  output.on("data", (chunk: string) => {
    shown += chunk;
    if (chunk.endsWith(": ")) setImmediate(answer);
  });
  if (!isTTY) input.end(typed.join(""));
  return { password: newPassword({ input, output }, "mira"), shown: () => shown };
}

test("a terminal is asked twice and shows nothing of what is typed", async () => {
  const { password, shown } = prompt(true, ["corrext\u007F\u007Fct horse\r", "correct horse\r"]);
  expect(await password).toBe("correct horse");
  expect(shown()).toBe("New password for mira: \nThe same again: \n");
});

test("what is pasted for both questions at once is taken", async () => {
  const { password, shown } = prompt(true, ["correct horse\rcorrect horse\r"]);
  expect(await password).toBe("correct horse");
  expect(shown()).not.toContain("correct");
});

test.each([
  ["two that differ", ["correct horse\r", "another horse\r"], "differ"],
  ["nothing", ["\r"], "No password"],
  ["Ctrl-C", ["correct\u0003"], "No password"],
  ["Ctrl-D", ["\u0004"], "No password"],
  ["Ctrl-C the second time", ["correct horse\r", "\u0003"], "differ"],
])("%s at a terminal is no password", async (_, typed, reason) => {
  const { password, shown } = prompt(true, typed);
  await expect(password).rejects.toThrow(reason);
  expect(shown()).not.toContain("correct");
});

test.each([
  ["correct horse", "correct horse"],
  ["correct horse\n", "correct horse"],
  ["correct horse\r\n", "correct horse"],
  [" blanks stay \nand only the first line counts\n", " blanks stay "],
])("%j through a pipe is taken as it is, and nothing is asked", async (sent, expected) => {
  const { password, shown } = prompt(false, [sent]);
  expect(await password).toBe(expected);
  expect(shown()).toBe("");
});

test.each(["", "\n"])("%j through a pipe is no password", async (sent) => {
  await expect(prompt(false, [sent]).password).rejects.toThrow("No password");
});
