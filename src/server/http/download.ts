import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fail } from "../../domain/problem.ts";
import { SECURITY_HEADERS, sendProblem } from "./respond.ts";

/** A part of a file: its first byte and its last. */
export interface Part {
  readonly first: number;
  readonly last: number;
}

interface DownloadParts {
  readonly mediaType: string;
  /** What a browser calls the file. It stands in a header as it is. */
  readonly name: string;
  /** What a part of it is asked for by; null where it is made as it is sent, and has no parts. */
  readonly whole: { readonly bytes: number; readonly tag: string } | null;
  /**
   * Begins to read it, or a part. Where the stream fails, the answer ends short of its end. May be rejected with a
   * Refusal where it is made as it is sent.
   */
  readonly open: (part: Part | null) => Readable | Promise<Readable>;
}

/** An answer that is sent as a file, and is never in memory as a whole. */
export class Download {
  readonly parts: DownloadParts;

  constructor(parts: DownloadParts) {
    this.parts = parts;
  }
}

/** Sends the file, or the one part of it that is asked for (RFC 9110, section 14). */
export async function sendDownload(
  request: IncomingMessage,
  response: ServerResponse,
  { parts: { mediaType, name, whole, open } }: Download,
): Promise<void> {
  const isHead = request.method === "HEAD";
  // Before anything is said, since it may be refused.
  const made = whole === null && !isHead ? await open(null) : null;
  response.setHeaders(
    new Map([
      ...Object.entries(SECURITY_HEADERS),
      ["content-type", mediaType],
      ["content-disposition", `attachment; filename="${name}"`],
      ["cache-control", "no-store"],
    ]),
  );
  const part = whole === null ? null : partOf(request, whole);
  if (whole !== null) {
    response.setHeader("accept-ranges", "bytes");
    response.setHeader("etag", whole.tag);
  }
  if (whole !== null && part === "none") {
    response.setHeader("content-range", `bytes */${whole.bytes}`);
    const { problem } = fail("range-not-satisfiable", `Range: it has ${whole.bytes} bytes.`);
    for (const of of ["content-disposition", "etag"]) response.removeHeader(of);
    return sendProblem(response, problem);
  }
  const wanted = part === "none" ? null : part;
  if (whole !== null && wanted !== null) {
    const { first, last } = wanted;
    response.statusCode = 206;
    response.setHeader("content-range", `bytes ${first}-${last}/${whole.bytes}`);
    response.setHeader("content-length", last - first + 1);
  } else if (whole !== null) response.setHeader("content-length", whole.bytes);
  if (isHead) return void response.end();
  await pipeline(made ?? (await open(wanted)), response);
}

const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/u;

/**
 * The part that is asked for: null for all of it, as where several are, or where the part is wanted only of
 * a file that this one is not; "none" where it has no such part.
 */
function partOf(
  { headers }: IncomingMessage,
  { bytes, tag }: { readonly bytes: number; readonly tag: string },
): Part | null | "none" {
  const [, first, last] = RANGE.exec(headers.range ?? "") ?? [];
  if (first === undefined || last === undefined || first + last === "") return null;
  const ifRange = headers["if-range"];
  if (ifRange !== undefined && ifRange !== tag) return null;
  // Without a beginning it is the length of the end that is asked for.
  if (first === "") return Number(last) === 0 || bytes === 0 ? "none" : suffix(bytes, Number(last));
  const end = last === "" ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== "" && Number(last) < Number(first)) return null;
  return Number(first) >= bytes ? "none" : { first: Number(first), last: end };
}

function suffix(bytes: number, length: number): Part {
  return { first: Math.max(0, bytes - length), last: bytes - 1 };
}
