import { test } from "./fixtures.ts";
import { testPromises } from "./promises.ts";

test.use({ engineName: "WebKit" });
test.describe("in WebKit", testPromises);
