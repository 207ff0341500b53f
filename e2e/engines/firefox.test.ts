import { test } from "./fixtures.ts";
import { testPromises } from "./promises.ts";

test.use({ engineName: "Firefox" });
test.describe("in Firefox", testPromises);
