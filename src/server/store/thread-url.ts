/** The file of a thread: beside this one as source, beside the built server as an entry of its own. */
export function threadUrl(name: "writer-thread" | "reader-thread"): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`./${name}.${extension}`, import.meta.url);
}
