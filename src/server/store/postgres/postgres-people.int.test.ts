import { describePeople } from "../conformance/people.ts";
import { describePostgres } from "./connection/database.fixture.ts";
import { openScratchStore } from "./postgres-store.fixture.ts";

describePostgres("PostgreSQL", () => describePeople("people in it", openScratchStore));
