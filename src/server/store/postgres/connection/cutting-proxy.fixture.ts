import { mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** When a connection is cut: before the server hears of a commit, or before the client hears that it is done. */
export type Cut = "before" | "after";

/** As a client asks for it, and as the server answers it: what is sent before it may be answered before it. */
const COMMIT = Buffer.from("commit\0");
const COMMITTED = Buffer.from("COMMIT\0");

/** Lies between a program and its database, and cuts connections amid a commit when it is told to. */
export async function cuttingProxy(url: string) {
  const folder = await mkdtemp(path.join(tmpdir(), "tocsin-proxy-"));
  const target = new URL(url);
  const socket = target.searchParams.get("host");
  let planned: Cut | null = null;
  let cuts = 0;

  const server = net.createServer((client) => {
    const database = net.connect(
      socket === null
        ? { host: target.hostname, port: Number(target.port || 5432) }
        : { path: path.join(socket, ".s.PGSQL.5432") },
    );
    const end = () => {
      client.destroy();
      database.destroy();
    };
    let isLast = false;
    client.on("data", (bytes: Buffer) => {
      if (planned !== null && bytes.includes(COMMIT)) {
        const cut = planned;
        planned = null;
        cuts += 1;
        if (cut === "before") return end();
        isLast = true;
      }
      database.write(bytes);
    });
    database.on("data", (bytes: Buffer) =>
      isLast && bytes.includes(COMMITTED) ? end() : client.write(bytes),
    );
    for (const side of [client, database]) side.on("error", end).on("close", end);
  });
  await new Promise<void>((resolve) => {
    server.listen(path.join(folder, ".s.PGSQL.5432"), resolve);
  });

  const through = new URL(url.replace(/\/\/[^/]*\//u, "///"));
  through.searchParams.set("host", folder);
  if (target.username !== "") through.searchParams.set("user", target.username);
  if (target.password !== "") through.searchParams.set("password", target.password);

  return {
    url: through.href,
    /** Cuts the next connection that commits. */
    cut: (when: Cut) => void (planned = when),
    cuts: () => cuts,
    async close() {
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}
