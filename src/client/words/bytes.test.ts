import { expect, test } from "vitest";
import { bytesWords } from "./bytes.ts";

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [1023, "1023 bytes"],
  [1024, "1.0 KiB"],
  [10_239, "10 KiB"],
  [432_013_312, "412 MiB"],
  [1_073_741_823, "1.0 GiB"],
  [60e9, "56 GiB"],
  [9e18, "7994 PiB"],
])("%i bytes are %s", (bytes, words) => {
  expect(bytesWords(bytes)).toBe(words);
});
