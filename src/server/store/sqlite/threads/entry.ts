/**
 * The file of a thread or process: it lies beside this one as source, beside the built server as an
 * entry.
 */
export function entryUrl(name: "writer-thread" | "reader-process"): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`./${name}.${extension}`, import.meta.url);
}
