import type { Server } from "node:http";

/** Listens on a free port of this machine and says on which, as Tocsin does. */
export function listen(server: Server): void {
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (typeof address === "object") {
      process.stdout.write(`listens on http://127.0.0.1:${address?.port}\n`);
    }
  });
}
