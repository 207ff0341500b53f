import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/**
 * Looks the page over for violations. Of all that is in order axe would write down where it stands, which takes as long
 * as to look; and the builder would open an empty page at each look and load axe there once more, to put together what
 * it found in frames of other origins, of which there are none.
 */
export function axeOn(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();
}
