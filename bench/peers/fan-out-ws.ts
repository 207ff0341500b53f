import { createServer } from "node:http";
import { WebSocket, WebSocketServer } from "ws";
import { listen } from "./listen.ts";
import { onRows } from "./row.ts";

/** The broadcast of ws's own documentation: each row, once written, is sent to everyone. */
const server = createServer(onRows((row) => broadcast(JSON.stringify(row))));
const sockets = new WebSocketServer({ server });
sockets.on("connection", (socket) => socket.send("ready"));

function broadcast(text: string): void {
  for (const socket of sockets.clients) {
    if (socket.readyState === WebSocket.OPEN) socket.send(text);
  }
}

listen(server);
