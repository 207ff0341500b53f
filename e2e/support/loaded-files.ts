import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";

// Loaded before the app, in each of its threads and processes: writes down which files they load.
const LIST = process.env["LOADED_FILES"];

registerHooks({
  load(url, context, next) {
    if (LIST !== undefined && url.startsWith("file:")) appendFileSync(LIST, `${url}\n`);
    return next(url, context);
  },
});
