import { createSignal, For, onCleanup, onMount, Show } from "solid-js";
import {
  DEFAULT_PREFERENCES,
  DENSITIES,
  HOURS,
  LOCAL,
  type Preferences,
  THEMES,
} from "../../protocol/preferences.ts";
import { useSession } from "../session/session.ts";
import { useClock } from "../ui/clock.ts";
import { useInteractive } from "../ui/interactive.ts";
import { PREFERRED } from "../ui/preferred.ts";
import { momentWords } from "../words/time.ts";
import { createDeed } from "./deed.ts";
import {
  keepInBrowser,
  keepPreferences,
  presentPreferences,
  spreadPreferences,
} from "./preferences.ts";
import { Segments } from "./Segments.tsx";

const THEME_WORDS = { system: "As the system", light: "Light", dark: "Dark" } as const;
const DENSITY_WORDS = { comfortable: "Comfortable", compact: "Compact" } as const;
const HOURS_WORDS = {
  locale: "As your language",
  "12": "12 h",
  "24": "24 h",
} as const;

/** How one wants to have the pages. Each choice holds at once, and is taken back where it cannot be kept. */
export function PreferencesPage() {
  const { isNamed } = useSession();
  const isInteractive = useInteractive();
  const clock = useClock();
  const keeping = createDeed();
  const [present, setPresent] = createSignal(DEFAULT_PREFERENCES);
  let wanted = DEFAULT_PREFERENCES;

  onMount(() => {
    const look = (): void => void setPresent(presentPreferences());
    look();
    addEventListener(PREFERRED, look);
    onCleanup(() => removeEventListener(PREFERRED, look));
  });

  function choose(chosen: Partial<Preferences>): void {
    if (!isInteractive()) return;
    const before = present();
    wanted = { ...(keeping.isUnderWay() ? wanted : before), ...chosen };
    spreadPreferences(wanted);
    if (!keeping.isUnderWay()) void keep(before);
  }

  /** Until what is wanted is what is kept: keys choose faster than a server answers. */
  async function keep(before: Preferences): Promise<void> {
    let kept = before;
    while (wanted !== kept) {
      const next = wanted;
      await keeping.run(
        () => (isNamed ? keepPreferences(next) : keepInBrowser(next)),
        () => void (kept = next),
      );
      if (keeping.failure() === "") continue;
      wanted = kept;
      spreadPreferences(kept);
    }
  }

  return (
    <section>
      <h1>Preferences</h1>
      <p class="lead">
        {isNamed
          ? "How you have the pages, wherever you sign in."
          : "How this browser has the pages. Whoever signs in has their own everywhere."}
      </p>
      <div class="card form">
        <Segments
          label="Theme"
          offered={THEMES}
          words={THEME_WORDS}
          chosen={present().theme}
          onChange={(theme) => choose({ theme })}
        />
        <Segments
          label="Density"
          offered={DENSITIES}
          words={DENSITY_WORDS}
          chosen={present().density}
          note="How many rows of the feed there is room for."
          onChange={(density) => choose({ density })}
        />
        <ZoneField zone={present().zone} onChange={(zone) => choose({ zone })} />
        <Segments
          label="Hours"
          offered={HOURS}
          words={HOURS_WORDS}
          chosen={present().hours}
          onChange={(hours) => choose({ hours })}
        />
        <p class="footnote">
          So it is now <b>{momentWords(new Date(clock.now()).toISOString(), clock.zone())}</b>.
        </p>
        <p class="attempt slim" role="alert">
          {keeping.failure()}
        </p>
      </div>
    </section>
  );
}

/** The zones are those that the browser knows; they come with its script. */
function ZoneField(props: { readonly zone: string; readonly onChange: (zone: string) => void }) {
  const isInteractive = useInteractive();
  const named = () =>
    isInteractive() ? Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC") : [];
  const isUnlisted = () => ![LOCAL, "UTC", ...named()].includes(props.zone);
  return (
    <label class="field wide">
      <span>Time zone</span>
      <select
        disabled={!isInteractive()}
        onChange={({ currentTarget }) => props.onChange(currentTarget.value)}
      >
        <option value={LOCAL} selected={props.zone === LOCAL}>
          {isInteractive() ? `Of this machine: ${machineZone()}` : "Of this machine"}
        </option>
        <option value="UTC" selected={props.zone === "UTC"}>
          UTC
        </option>
        <Show when={isInteractive() && isUnlisted()}>
          <option selected>{props.zone}</option>
        </Show>
        <For each={named()}>{(zone) => <option selected={props.zone === zone}>{zone}</option>}</For>
      </select>
    </label>
  );
}

function machineZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
