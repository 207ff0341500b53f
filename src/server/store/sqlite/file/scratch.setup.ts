import { afterAll } from "vitest";
import { removeScratchFiles } from "./scratch.fixture.ts";

// A setup runs for each test file, also where files share modules.
afterAll(removeScratchFiles);
