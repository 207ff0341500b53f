import { expect, test } from "vitest";
import { ok } from "../../../../domain/problem.ts";
import type { Writer } from "../threads/writer.ts";
import { createMerging } from "./merging.ts";

/** A writer for which the test says how many remnants there are, and which tells what it is asked. */
function begin() {
  const state = { remnants: 1, asked: [] as string[], amid: (_: string) => {} };
  const write = async (name: string) => {
    state.asked.push(name);
    const there = name === "mergeSearch" && state.remnants > 0;
    if (there) state.remnants = 0;
    const answer = ok(name === "emptyLog" ? null : { of: there ? "1" : null, isDone: true });
    // What is asked meanwhile is done after this, and told of before whoever asked goes on.
    state.amid(name);
    return answer;
  };
  return { state, merging: createMerging(write as Writer["write"]) };
}

test("what is removed while the last step is under way is merged as well", async () => {
  const { state, merging } = begin();
  state.amid = (name) => {
    if (name !== "emptyLog") return;
    state.amid = () => {};
    state.remnants = 1;
    merging.begin();
  };
  merging.begin();
  const all = ["mergeSearch", "mergeSearch", "emptyLog"];
  await expect.poll(() => state.asked).toEqual([...all, ...all]);
  await merging.stop();
  expect(state.asked).toEqual([...all, ...all]);
});
