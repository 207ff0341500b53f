import { describeMoments } from "../conformance/moments.ts";
import { openDeliveryReads } from "./delivery-reads.ts";
import { scratchFile } from "./file/scratch.fixture.ts";
import { openSqliteStore } from "./sqlite-store.ts";

let file = "";

describeMoments(
  "moments in SQLite",
  () => {
    file = scratchFile();
    return openSqliteStore(file, { onRefused: () => {}, onLost: () => {} });
  },
  () => openDeliveryReads(file, () => {}),
);
