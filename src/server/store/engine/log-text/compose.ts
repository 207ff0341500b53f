import { createHash } from "node:crypto";
import { constants, zstdCompressSync } from "node:zlib";
import type { Progress } from "../../../../domain/operation.ts";
import {
  EXPORT_FORMAT,
  EXPORT_VERSION,
  type Exported,
  type ExportEvent,
  type ExportFooter,
  type ExportHeader,
  type Part,
  queryOf,
} from "../../../../protocol/export.ts";
import type { Removed } from "../../../../protocol/page.ts";

/** Characters of text in a frame, about. The same text is always cut alike, so that its bytes are the same. */
const FRAME = 2_097_152;

const OPTIONS = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

/** What is ready to be written, null where there is nothing, and how far it is. */
export interface ExportStep {
  readonly frame: Buffer | null;
  readonly progress: Progress;
}

/** Reads a log, or a part of it, as it is at one moment, and makes an export of it. */
export type ExportSteps = Generator<ExportStep, Exported> | AsyncGenerator<ExportStep, Exported>;

/** What a log says of what was removed from it for good. */
export interface LogState {
  readonly floor: number;
  readonly removed: Removed | null;
}

/** The first line of an export: of a part any alert may lack. */
export function headerOf(part: Part, { floor, removed }: LogState): ExportHeader {
  const query = queryOf(part);
  return {
    format: EXPORT_FORMAT,
    version: EXPORT_VERSION,
    floor: query === null ? floor : null,
    part: query,
    ...(query === null && removed !== null && { removed }),
  };
}

/** Makes the text of an export, as frames of zstd which one after the other are one file. */
export function composeExport(header: ExportHeader) {
  const hash = createHash("sha256");
  let text = lineOf(header);
  let events = 0;
  let alerts = 0;
  let bytes = 0;

  /** The next frame, null while there is too little for one. */
  function add(event: ExportEvent): Buffer | null {
    text += lineOf(event);
    events += 1;
    if (event.type === "AlertOpened") alerts += 1;
    return text.length < FRAME ? null : frameOf(take());
  }

  /** The last frame, which ends in the footer. */
  function end(): Buffer {
    const rest = take();
    const footer: ExportFooter = { events, alerts, sha256: hash.digest("hex") };
    return frameOf(Buffer.concat([rest, Buffer.from(lineOf(footer))]));
  }

  function take(): Buffer {
    const taken = Buffer.from(text);
    text = "";
    hash.update(taken);
    return taken;
  }

  function frameOf(part: Buffer): Buffer {
    const frame = zstdCompressSync(part, OPTIONS);
    bytes += frame.length;
    return frame;
  }

  return { add, end, written: (): Exported => ({ events, alerts, bytes }) };
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
