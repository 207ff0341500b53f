import type { PresetName } from "../../../protocol/webhook-preset.ts";
import { discord } from "./discord.ts";
import { gotify } from "./gotify.ts";
import type { Preset } from "./message.ts";
import { faultOfNtfy, ntfy } from "./ntfy.ts";
import { faultOfPagerduty, pagerduty } from "./pagerduty.ts";
import { slack } from "./slack.ts";
import { standard } from "./standard.ts";
import { teams } from "./teams.ts";

interface Form {
  /** Requests that may be under way to one receiver. Chats show what comes in the order of its coming. */
  readonly inFlight: 1 | 4;
  /** Answers (status) after which the same request is never sent again. */
  readonly finals: readonly number[];
  /** Why the address cannot be of such a receiver; null where it can. */
  readonly faultOf: (address: URL) => string | null;
}

const PLAIN: Form = { inFlight: 4, finals: [], faultOf: () => null };
const CHAT: Form = { ...PLAIN, inFlight: 1 };

/** How receivers of each kind are treated. */
export const FORMS: Readonly<Record<PresetName, Form>> = {
  standard: PLAIN,
  slack: CHAT,
  pagerduty: { ...PLAIN, finals: [400], faultOf: faultOfPagerduty },
  ntfy: { ...CHAT, faultOf: faultOfNtfy },
  discord: CHAT,
  teams: CHAT,
  gotify: CHAT,
  template: PLAIN,
};

/** What each writes; a template is its own preset, see `templateOf`. */
export const WRITERS: Readonly<Record<Exclude<PresetName, "template">, Preset>> = {
  standard,
  slack,
  pagerduty,
  ntfy,
  discord,
  teams,
  gotify,
};
