import { expect, test } from "vitest";
import { frameReader } from "./frame-reader.ts";

function serverFrame(payload: string, opcode = 1): Buffer {
  const bytes = Buffer.from(payload);
  const head = Buffer.alloc(bytes.length < 126 ? 2 : bytes.length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  if (head.length === 2) head[1] = bytes.length;
  if (head.length === 4) [head[1], head[2], head[3]] = [126, bytes.length >> 8, bytes.length & 255];
  if (head.length === 10) {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(bytes.length), 2);
  }
  return Buffer.concat([head, bytes]);
}

const texts = ["", "a", "b".repeat(125), "c".repeat(126), "d".repeat(70_000), "e"];
const stream = Buffer.concat([serverFrame("ping", 9), ...texts.map((text) => serverFrame(text))]);

test.each([1, 2, 3, 7, 100, 4096, stream.length])("frames in chunks of %i bytes", (size) => {
  for (const keep of [3, Infinity]) {
    const read: string[] = [];
    const push = frameReader(keep, (payload) => void read.push(payload.toString()));
    for (let at = 0; at < stream.length; at += size) push(stream.subarray(at, at + size));
    expect(read).toEqual(texts.map((text) => text.slice(0, keep)));
  }
});
