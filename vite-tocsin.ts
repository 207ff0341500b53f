import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { isRunnableDevEnvironment, type Plugin } from "vite";

interface Dev {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  answer(request: IncomingMessage, response: ServerResponse, next: () => void): void;
}

/**
 * Puts Tocsin's own server beside the framework's. In the build, main and the threads become
 * entries beside entry-server, so that the socket and the pages share one graph of modules. In
 * development, Vite's server is given the API and the socket.
 */
export function tocsin(): Plugin {
  return {
    name: "tocsin",
    config: () => ({
      environments: {
        ssr: {
          build: {
            rolldownOptions: {
              input: {
                "entry-server": "./src/entry-server.tsx",
                main: "./src/server/main.ts",
                "writer-thread": "./src/server/store/writer-thread.ts",
                "reader-thread": "./src/server/store/reader-thread.ts",
              },
              // Threads are found beside the module that starts them, see thread-url.ts.
              output: { chunkFileNames: "[name]-[hash].js" },
            },
          },
        },
      },
    }),
    async configureServer(server) {
      const { ssr } = server.environments;
      if (ssr === undefined || !isRunnableDevEnvironment(ssr)) return;
      const { startDev } = await ssr.runner.import<{ startDev(): Promise<Dev> }>(
        "/src/server/dev.ts",
      );
      const dev = await startDev();
      server.httpServer?.on("upgrade", (request, socket, head) => {
        // The other upgrades are those of Vite's hot reload.
        if (request.url?.startsWith("/api/live")) dev.upgrade(request, socket, head);
      });
      server.middlewares.use((request, response, next) => dev.answer(request, response, next));
    },
  };
}
