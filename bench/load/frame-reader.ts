const TEXT = 1;

/**
 * Reads the text frames of a WebSocket that a server sends: of each the first `keep` bytes, the rest
 * is passed over uncopied, so that a thousand readers leave the processor to the server. What
 * `onFrame` is given is only good until it returns.
 */
export function frameReader(keep: number, onFrame: (payload: Buffer) => void) {
  let held: Buffer[] = [];
  let size = 0;
  /** How many bytes it takes to go on: to join what is held at each chunk would take time by its square. */
  let needed = 0;
  let skip = 0;

  function hold(bytes: Buffer): void {
    // The socket's buffer is used again.
    held.push(Buffer.from(bytes));
    size += bytes.length;
  }

  function release(last: Buffer): Buffer {
    if (held.length === 0) return last;
    const bytes = Buffer.concat([...held, last]);
    [held, size, needed] = [[], 0, 0];
    return bytes;
  }

  return (chunk: Buffer): void => {
    const skipped = Math.min(skip, chunk.length);
    skip -= skipped;
    const arrived = chunk.subarray(skipped);
    if (size + arrived.length < needed) return hold(arrived);
    let bytes = release(arrived);
    for (let header = headerOf(bytes); header !== null; header = headerOf(bytes)) {
      const { start, length, opcode } = header;
      const end = start + Math.min(length, keep);
      if (bytes.length < end) {
        needed = end;
        break;
      }
      if (opcode === TEXT) onFrame(bytes.subarray(start, end));
      skip = Math.max(0, start + length - bytes.length);
      bytes = bytes.subarray(start + length);
    }
    if (bytes.length > 0) hold(bytes);
  };
}

/** Where the payload begins and how long it is; null while the header is not whole. */
function headerOf(bytes: Buffer) {
  if (bytes.length < 2) return null;
  const opcode = bytes.readUInt8(0) & 0x0f;
  const length = bytes.readUInt8(1) & 0x7f;
  if (length < 126) return { opcode, start: 2, length };
  if (length === 126)
    return bytes.length < 4 ? null : { opcode, start: 4, length: bytes.readUInt16BE(2) };
  return bytes.length < 10 ? null : { opcode, start: 10, length: Number(bytes.readBigUInt64BE(2)) };
}

/** A text frame as a client sends it: masked, with a mask that changes nothing. */
export function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > 125) throw new Error("Only short frames are sent.");
  return Buffer.concat([Buffer.from([0x80 | TEXT, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}
