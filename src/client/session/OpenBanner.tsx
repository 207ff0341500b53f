import { at } from "../../protocol/base-path.ts";
import { Show } from "solid-js";
import { Icon } from "../ui/Icon.tsx";
import { useInteractive } from "../ui/interactive.ts";
import { useSession } from "./session.ts";

/** The reader's own mark that it is not wanted; banner-early.ts looks for it. */
const HIDDEN = "tocsin.banner";

/** Says that nobody has to sign in, where nobody has said that this is meant so. */
export function OpenBanner() {
  const { session, waysIn } = useSession();
  const isInteractive = useInteractive();

  function hide(): void {
    document.documentElement.dataset["banner"] = "hidden";
    try {
      localStorage.setItem(HIDDEN, "hidden");
    } catch {
      // It is hidden for as long as the page is there.
    }
  }

  return (
    <Show when={session?.via === "open" && waysIn.setup && !waysIn.anonymous}>
      <section class="banner" aria-label="Notice">
        <p>
          Anyone on this machine may use this server.{" "}
          <a href={at("/setup")} rel="external">
            Make an account
          </a>{" "}
          to change that.
        </p>
        <button
          type="button"
          aria-label="Hide this notice"
          title="Hide this notice"
          disabled={!isInteractive()}
          onClick={hide}
        >
          <Icon name="close" />
        </button>
      </section>
    </Show>
  );
}
