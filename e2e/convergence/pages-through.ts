/**
 * Sends what the client asks of its own origin there, since outside a browser it has none. The
 * returned function takes that back.
 */
export function readPagesThrough(origin: string): () => void {
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) =>
    fetch(typeof input === "string" ? new URL(input, origin) : input, init);
  return () => {
    globalThis.fetch = fetch;
  };
}
