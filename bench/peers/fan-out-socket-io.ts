import { createServer } from "node:http";
import { Server } from "socket.io";
import { listen } from "./listen.ts";
import { onRows } from "./row.ts";

/** The broadcast of socket.io's own documentation, with its default settings. */
const server = createServer(onRows((row) => void io.emit("alert", row)));
const io = new Server(server);

listen(server);
