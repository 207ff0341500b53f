import { createReadStream, existsSync, statSync } from "node:fs";
import { pipeline } from "node:stream";
import { createZstdDecompress } from "node:zlib";
import type { Progress } from "../../../../domain/operation.ts";
import { LineFault } from "./lines.ts";
import type { ReadExport } from "./read-export.ts";

const MIB = 1_048_576;

/** The file of an export that is being read. */
export interface TextFile {
  /** Its text, unpacked. */
  readonly text: AsyncIterable<Buffer>;
  /** How far it has been read. */
  readonly read: () => Progress;
  /** Throws where there is more in it than the log that was read from it. */
  readonly refuseRest: (log: ReadExport) => void;
  readonly close: () => void;
}

/** Throws where there is no such file. */
export function refuseMissing(from: string): void {
  if (!existsSync(from)) throw new Error(`There is no export at ${from}.`);
}

/** Opens the file of an export. */
export function openTextFile(from: string): TextFile {
  const source = createReadStream(from);
  const { size } = statSync(from);
  const total = Math.ceil(size / MIB);
  // Whoever reads the last of them hears what went wrong in any.
  const text = pipeline(source, createZstdDecompress({ chunkSize: MIB }), () => {});
  // A small one may be unpacked before anybody reads it: they are told then, and until then it is nobody's fault.
  text.on("error", () => {});
  return {
    text,
    read: () => ({ done: Math.floor(source.bytesRead / MIB), total, unit: "MiB read" }),
    refuseRest({ events }) {
      // What is no frame after the last one is passed over.
      if (text.bytesWritten !== size)
        throw new LineFault(events + 3, "something follows the footer that is not compressed");
    },
    close: () => void source.destroy(),
  };
}
