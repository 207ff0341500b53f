import type { Vacuumed } from "../../store.ts";
import type { Tables } from "../file/database.ts";

/**
 * Hands so many pages that hold nothing back to the system. A file that was made before there was any of
 * this keeps them, and fills them again, until it is vacuumed as a whole.
 */
export function prepareVacuum({ $client: db }: Tables): (pages: number) => Vacuumed {
  const pragma = (name: string) => Number(db.pragma(name, { simple: true }));
  return (pages) => {
    const free = pragma("freelist_count");
    const pageBytes = pragma("page_size");
    if (pragma("auto_vacuum") === 0) return { handedBack: 0, left: 0, pageBytes };
    // By `exec`: a statement that is stepped hands back one page for each step.
    if (free > 0) db.exec(`pragma incremental_vacuum(${pages})`);
    const left = pragma("freelist_count");
    return { handedBack: free - left, left, pageBytes };
  };
}
