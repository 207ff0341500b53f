import { AUTHENTICATION } from "./auth.ts";
import { DOMAIN } from "./domain.ts";
import { FEED } from "./feed.ts";
import { GATE } from "./gate.ts";
import { LIVE } from "./live.ts";
import type { Subject } from "./mutant.ts";
import { CALLING_OUT } from "./outbound.ts";
import { PEOPLE } from "./people.ts";
import { REPORT } from "./report.ts";
import { STORE } from "./store.ts";
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
  ...AUTHENTICATION,
  ...PEOPLE,
  ...GATE,
  ...CALLING_OUT,
  ...TELLING,
];
