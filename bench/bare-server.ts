import { createServer } from "node:http";
import { WebSocketServer } from "ws";

// What a WebSocket costs with nothing behind it: the measure for our own.
const http = createServer();
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
http.on("upgrade", (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (opened) => opened.on("message", () => {}));
});
http.listen(0, "127.0.0.1", () => {
  const address = http.address();
  if (typeof address === "object") console.log(`http://127.0.0.1:${address?.port}`);
});
