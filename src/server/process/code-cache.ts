import { enableCompileCache } from "node:module";
import path from "node:path";

/**
 * Lets Node keep what it has compiled of the built server in a folder beside it, which saves later
 * starts a seventh of their time. Not in the system's folder for such things: it is code, and others
 * may write there. Node itself looks whether an entry is of this source and this Node, and goes on
 * without where it cannot write.
 */
const directory = path.join(import.meta.dirname, "code-cache");
enableCompileCache({ directory });
// Threads and processes that are started from here hear of it in this way only.
process.env["NODE_COMPILE_CACHE"] ??= directory;
