import { connect, type Socket } from "node:net";
import type { App } from "./app.ts";
import { codeOf } from "./unharmed.ts";

const PATIENCE = 20_000;

/** A connection on which bytes are said as they are, whatever HTTP thinks of them. */
export function dial(app: App, text = ""): Socket {
  const { port, hostname } = new URL(app.url);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  socket.setEncoding("latin1");
  // One that is cut off also ends, which is what tests look at.
  socket.on("error", () => {});
  socket.write(text, "latin1");
  return socket;
}

/** Everything that the server says until it hangs up. Throws where it does not. */
export function heard(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const late = setTimeout(() => {
      socket.destroy();
      reject(new Error(`The server did not hang up after: ${text.slice(0, 500)}`));
    }, PATIENCE);
    socket.on("data", (chunk: string) => {
      text += chunk;
    });
    socket.on("end", () => socket.end());
    socket.on("close", () => {
      clearTimeout(late);
      resolve(text);
    });
  });
}

/** Says it, and gives all that is answered until the server hangs up. */
export function exchange(app: App, text: string): Promise<string> {
  return heard(dial(app, text));
}

/** One answer off the wire: its status, and the code of the problem that it is. */
export function read(answer: string): string {
  const [head = "", ...rest] = answer.split("\r\n\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3})/u.exec(head)?.[1]);
  const type = /^content-type: (.*)$/imu.exec(head)?.[1] ?? "";
  return `${status} ${codeOf(status, type, rest.join("\r\n\r\n")) ?? "fine"}`;
}
