import { ACTING } from "./acting.ts";
import { AUTHENTICATION } from "./auth.ts";
import { DOMAIN } from "./domain.ts";
import { FEED } from "./feed.ts";
import { GATE } from "./gate.ts";
import { LIVE } from "./live.ts";
import { WATCHING } from "./monitors.ts";
import type { Subject } from "./mutant.ts";
import { CALLING_OUT } from "./outbound.ts";
import { PEOPLE } from "./people.ts";
import { POSTGRES } from "./postgres.ts";
import { REPORT } from "./report.ts";
import { RETENTION } from "./retention.ts";
import { STORE } from "./store.ts";
import { TOLD } from "./webhooks-kept.ts";
import { TELLING } from "./webhooks.ts";
import { WINDOW } from "./window.ts";

/** Every mutant that is kept, by the part of the code that it is of. */
export const SUBJECTS: readonly Subject[] = [
  ...DOMAIN,
  ...REPORT,
  ...WINDOW,
  ...FEED,
  ...LIVE,
  ...STORE,
  ...POSTGRES,
  ...RETENTION,
  ...AUTHENTICATION,
  ...PEOPLE,
  ...GATE,
  ...CALLING_OUT,
  ...TELLING,
  ...TOLD,
  ...WATCHING,
  ...ACTING,
];
