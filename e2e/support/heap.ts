import type { CDPSession } from "@playwright/test";

/** What a page holds, after what nothing refers to any more has been collected. */
export interface Held {
  /** Bytes of the objects of scripts, without the code compiled for them. */
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
}

export async function heldBy(session: CDPSession): Promise<Held> {
  await session.send("Performance.enable");
  const heap = bytesOfObjects(await snapshotOf(session));
  const { metrics } = await session.send("Performance.getMetrics");
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Infinity;
  return { heap, nodes: metric("Nodes"), listeners: metric("JSEventListeners") };
}

/** The part that is read here of the format that V8 gives (v8/include/v8-profiler.h). */
interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
    };
  };
  /** As many numbers for each node as there are fields. */
  readonly nodes: readonly number[];
}

/** V8 collects before it takes one. */
async function snapshotOf(session: CDPSession): Promise<Snapshot> {
  const chunks: string[] = [];
  const add = ({ chunk }: { chunk: string }) => chunks.push(chunk);
  session.on("HeapProfiler.addHeapSnapshotChunk", add);
  await session.send("HeapProfiler.takeHeapSnapshot");
  session.off("HeapProfiler.addHeapSnapshotChunk", add);
  return JSON.parse(chunks.join("")) as Snapshot;
}

/**
 * V8 goes on compiling what runs often, for some ten thousand rows, and the browser's own tools keep
 * a note of each request: neither is held by the page.
 */
const NOT_HELD = ["code", "hidden", "native", "object shape", "synthetic"];

function bytesOfObjects({ snapshot: { meta }, nodes }: Snapshot): number {
  const [types] = meta.node_types;
  const notHeld = new Set(NOT_HELD.map((type) => types.indexOf(type)));
  const typeAt = meta.node_fields.indexOf("type");
  const sizeAt = meta.node_fields.indexOf("self_size");
  let bytes = 0;
  for (let node = 0; node < nodes.length; node += meta.node_fields.length) {
    if (!notHeld.has(nodes[node + typeAt] ?? -1)) bytes += nodes[node + sizeAt] ?? 0;
  }
  return bytes;
}
