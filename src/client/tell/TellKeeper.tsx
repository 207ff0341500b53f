import { useNavigate } from "@solidjs/router";
import { createMemo, createSignal, Show } from "solid-js";
import type { WrittenFilter } from "../../domain/filter.ts";
import { at } from "../../protocol/base-path.ts";
import { sameFilter } from "../address/address.ts";
import { usePageAddress } from "../address/page-address.ts";
import { useFeed } from "../feed/feed.ts";
import { useSession } from "../session/session.ts";
import { Icon } from "../ui/Icon.tsx";
import { createChoices } from "./choices.ts";
import { createSpeaker } from "./speaker.ts";
import { TellDialog } from "./TellDialog.tsx";
import { createTeller } from "./teller.ts";
import type { ToldView } from "./telling.ts";
import { watchUnseen } from "./watch-unseen.ts";

/** A view, as far as it matters here. Those that are given have no number. */
interface NamedView {
  readonly id?: number | null | undefined;
  readonly name: string;
  readonly filter: WrittenFilter;
  /** Undefined until it was read what it counts. */
  readonly open?: number | null | undefined;
}

interface Props {
  readonly views: readonly NamedView[];
  /** What lies over the page has opened, or is closed. */
  readonly onToggle: (isOpen: boolean) => void;
}

/** Tells of what views catch, as was chosen for each, and asks how for the one that is present. */
export function TellKeeper(props: Props) {
  const { filter } = usePageAddress();
  const { actor, isOut, tell } = useSession();
  const navigate = useNavigate();
  // Of who reads here, and of this server alone: others may share its host, or the browser.
  const name = `tocsin.told ${at("/")} ${actor}`;
  const choices = createChoices(name);
  const [asked, setAsked] = createSignal<NamedView | null>(null);

  const told = createMemo<readonly ToldView[]>(() =>
    props.views
      .map((view) => ({ ...choices.of(keyOf(view)), key: keyOf(view), ...nameOf(view) }))
      .filter(({ notify, sound }) => notify || sound),
  );
  // A memo: what is told of is read over and over, and the lock is not to be let go each time.
  const isWanted = createMemo(() => told().length > 0 && !isOut());
  const isSpeaker = createSpeaker(name, isWanted);
  // Once they are counted: until then their room may change, which would move what stands beside them.
  const present = createMemo(() =>
    props.views.find((view) => view.open !== undefined && sameFilter(view.filter, filter())),
  );
  const isTold = () => told().some(({ key }) => key === keyOf(present()));

  createTeller({
    views: () => (isSpeaker() ? told() : []),
    name,
    onPress: (path) => navigate(path),
    onDoubt: () => tell({ type: "doubted", byHand: false }),
  });
  watchUnseen(useFeed());

  return (
    <>
      <Show when={present()}>
        {(view) => (
          <button
            type="button"
            class="view tell"
            classList={{ "is-told": isTold() }}
            aria-label={`${isTold() ? "You are told" : "Be told"} of ${view().name}…`}
            onClick={() => setAsked(view())}
          >
            <Icon name="bell" />
            {isTold() ? "Told" : "Be told…"}
          </button>
        )}
      </Show>
      <TellDialog
        asked={askedOf(asked())}
        onChoose={(choice) => choices.choose(keyOf(asked() ?? undefined), choice)}
        onClose={() => setAsked(null)}
        onToggle={(isOpen) => props.onToggle(isOpen)}
      />
    </>
  );

  function askedOf(view: NamedView | null) {
    return view && { name: view.name, choice: choices.of(keyOf(view)) };
  }
}

const nameOf = ({ name, filter }: NamedView) => ({ name, filter });

/** Own ones may be renamed; those that are given have their names for ever. */
function keyOf(view: NamedView | undefined): string {
  return view?.id == null ? `given ${view?.name ?? ""}` : `view ${view.id}`;
}
