import { describe } from "vitest";
import { describeDeliveries } from "./webhooks-deliveries.ts";
import { describePauses } from "./webhooks-pauses.ts";
import { describeSettings } from "./webhooks-settings.ts";
import type { OpenWebhooks } from "./webhooks-subject.ts";

/** What every implementation of webhooks must do. `open` gives a store that is empty. */
export function describeWebhooks(name: string, open: () => Promise<OpenWebhooks>): void {
  describe(name, () => {
    describe("settings", () => describeSettings(open));
    describe("deliveries", () => describeDeliveries(open));
    describe("pauses and replays", () => describePauses(open));
  });
}
