import { createHash } from "node:crypto";
import { closeSync, createReadStream, openSync, readSync, writeFileSync } from "node:fs";
import { pipeline, Transform } from "node:stream";
import { constants, createZstdDecompress, zstdCompressSync } from "node:zlib";
import { syncFile } from "../../engine/durable.ts";

/** Bytes that are compressed at once: each is a frame of its own, which one after the other are one text. */
const CHUNK = 4_194_304;

const OPTIONS = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

export interface Compressed {
  /** Of the compressed file. */
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes a file compressed into another, which must be there, and has that on disk at the end. Says
 * after each step how many bytes it has read. On this thread alone, so that it is as modest as that is.
 */
export function* compress(from: string, to: string): Generator<number, Compressed> {
  const hash = createHash("sha256");
  const source = openSync(from, "r");
  const target = openSync(to, "r+");
  try {
    const chunk = Buffer.allocUnsafe(CHUNK);
    let read = 0;
    let bytes = 0;
    for (;;) {
      const length = readSync(source, chunk, 0, CHUNK, null);
      if (length === 0) break;
      const frame = zstdCompressSync(chunk.subarray(0, length), OPTIONS);
      writeFileSync(target, frame);
      hash.update(frame);
      read += length;
      bytes += frame.length;
      yield read;
    }
    syncFile(target);
    return { bytes, sha256: hash.digest("hex") };
  } finally {
    closeSync(source);
    closeSync(target);
  }
}

/**
 * Writes what a compressed file holds into another, which must be there and empty, and has that on
 * disk at the end. Says now and then how many bytes of the compressed file it has read. Rejects where that is
 * damaged.
 */
export async function* decompress(from: string, to: string): AsyncGenerator<number, Compressed> {
  const hash = createHash("sha256");
  let bytes = 0;
  const read = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const target = openSync(to, "r+");
  try {
    // Whoever reads the last of them hears what went wrong in any.
    const parts = pipeline(createReadStream(from), read, createZstdDecompress(), () => {});
    let told = 0;
    for await (const part of parts) {
      writeFileSync(target, part as Buffer);
      if (bytes - told < CHUNK) continue;
      told = bytes;
      yield bytes;
    }
    syncFile(target);
    return { bytes, sha256: hash.digest("hex") };
  } finally {
    closeSync(target);
  }
}
