import "server-only";
import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, zstdDecompress } from "node:zlib";
import { fail, ok, type Result } from "../../domain/problem.ts";

/** Each works beside the event loop, and stops at as many bytes as it is allowed to make. */
const DECODERS = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
} as const;

/** How the bytes of a body are encoded; null where they are the text itself. */
export type Encoding = keyof typeof DECODERS | null;

/** The encoding of a body, or the header that names one that is not read. */
export function encodingOf({ headers }: IncomingMessage): Result<Encoding> {
  const transfer = headers["transfer-encoding"]?.toLowerCase() ?? "chunked";
  if (transfer !== "chunked") {
    return fail("unsupported-encoding", "Transfer-Encoding: send it as it is.");
  }
  const names = (headers["content-encoding"] ?? "").toLowerCase().split(",");
  const [name, ...others] = names.map((name) => name.trim()).filter(isEncoded);
  if (name === undefined) return ok(null);
  if (others.length === 0 && isDecodable(name)) return ok(name);
  const known = Object.keys(DECODERS).join(", ");
  return fail("unsupported-encoding", `Content-Encoding: send it as it is, or in one of ${known}.`);
}

function isEncoded(name: string): boolean {
  return name !== "" && name !== "identity";
}

function isDecodable(name: string): name is keyof typeof DECODERS {
  return Object.hasOwn(DECODERS, name);
}

/** The text's bytes, of which there may be at most `max`; a kilobyte may stand for a gigabyte. */
export async function decoded(
  bytes: Buffer,
  encoding: Encoding,
  max: number,
): Promise<Result<Buffer>> {
  if (encoding === null || bytes.length === 0) return ok(bytes);
  try {
    return ok(await DECODERS[encoding](bytes, { maxOutputLength: max }));
  } catch (error) {
    const isTooLarge =
      error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return isTooLarge
      ? fail("body-too-large", `The body may have at most ${max} bytes.`)
      : fail("invalid-encoding", `Content-Encoding: the body is not ${encoding}.`);
  }
}
