import { createServer } from "node:http";
import { listen } from "./listen.ts";

/** Takes requests, and never answers. */
listen(createServer(() => {}));
