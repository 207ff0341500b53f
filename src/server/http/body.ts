import "server-only";
import type { IncomingMessage } from "node:http";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { decoded, encodingOf } from "./encoding.ts";

/** Bytes that a body may have. */
const MAX_BODY = 1_048_576;
/**
 * Of whoever need not have signed in: many strangers at once would fill the memory, each with as much
 * as an alert may have. A name and a password are far less.
 */
const MAX_BODY_OF_ANYONE = 16_384;

/**
 * The JSON value in the body, undefined where there is no body. Whatever type it claims to have:
 * curl and fetch claim the wrong one unless told otherwise, and senders drop what is refused. What
 * a form of another site may send is kept out by its Origin.
 */
export async function readBody(
  request: IncomingMessage,
  parse: (text: string) => unknown,
  isOfAnyone = false,
): Promise<Result<unknown>> {
  const limit = isOfAnyone ? MAX_BODY_OF_ANYONE : MAX_BODY;
  const encoding = encodingOf(request);
  if (!encoding.ok) return encoding;
  const sent = await readBytes(request, limit);
  const bytes = sent.ok ? await decoded(sent.value, encoding.value, limit) : sent;
  return bytes.ok ? valueIn(bytes.value, parse) : bytes;
}

async function readBytes(request: IncomingMessage, limit: number): Promise<Result<Buffer>> {
  const tooLarge = fail("body-too-large", `The body may have at most ${limit} bytes.`);
  if (Number(request.headers["content-length"]) > limit) return tooLarge;
  const chunks: Buffer[] = [];
  let length = 0;
  const stream: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > limit) return tooLarge;
    chunks.push(chunk);
  }
  return ok(Buffer.concat(chunks));
}

function valueIn(bytes: Buffer, parse: (text: string) => unknown): Result<unknown> {
  if (bytes.length === 0) return ok(undefined);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return fail("invalid-utf8", "The body must be UTF-8.");
  }
  try {
    return ok(parse(text));
  } catch (error) {
    return fail("invalid-json", error instanceof SyntaxError ? wordsOf(error) : "not JSON");
  }
}

/** What is wrong, without the piece of the body that V8 shows: it may be one of a password. */
function wordsOf({ message }: SyntaxError): string {
  const [wrong = ""] = message.split(/, (?:\.{3})?"/u, 1);
  return wrong;
}
