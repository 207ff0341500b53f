import { createSignal, Show } from "solid-js";
import type { Key, NewKey } from "../../protocol/people.ts";
import { revokeKey } from "./people.ts";
import { useClock } from "../ui/clock.ts";
import { useInteractive } from "../ui/interactive.ts";
import { actorWords } from "../words/actor-words.ts";
import { plain } from "../words/plain.ts";
import { ById } from "./ById.tsx";
import { useConfirm } from "./confirm.ts";
import { createDeed } from "./deed.ts";
import { Listed } from "./Listed.tsx";
import { Ago, Day } from "./Moment.tsx";
import { revocationWords, scopeWords } from "./key-words.ts";
import { NewKeyCard } from "./NewKeyCard.tsx";
import { NewKeyForm } from "./NewKeyForm.tsx";
import { createReading, useReads } from "./reading.ts";
import { RowButton } from "./RowButton.tsx";

/** What programs come in with. */
export function KeysPage() {
  const keys = createReading(useReads().keys);
  const [isAdding, setIsAdding] = createSignal(false);
  const [made, setMade] = createSignal<NewKey | null>(null);
  const isInteractive = useInteractive();

  function begin(): void {
    setMade(null);
    setIsAdding(true);
  }

  async function finish(key: NewKey): Promise<void> {
    setIsAdding(false);
    setMade(key);
    await keys.again();
  }

  return (
    <section>
      <div class="top">
        <h1>Sources and keys</h1>
        <button
          type="button"
          class="button primary"
          disabled={!isInteractive() || isAdding()}
          onClick={begin}
        >
          New key
        </button>
      </div>
      <p class="lead">
        Programs come in with a key: what sends alerts, what reads them, what acts on them. Give
        each its own, so that one can be revoked without the others.
      </p>
      <Show when={isAdding()}>
        <NewKeyForm onMade={finish} onCancel={() => setIsAdding(false)} />
      </Show>
      <Show when={made()}>{(key) => <NewKeyCard made={key()} onDone={() => setMade(null)} />}</Show>
      <Listed reading={keys}>
        {(read) => (
          <Show when={read().length > 0} fallback={<p class="nothing">There is no key yet.</p>}>
            <KeyList keys={read()} onRevoked={keys.again} />
          </Show>
        )}
      </Listed>
    </section>
  );
}

function KeyList(props: { keys: readonly Key[]; onRevoked: () => Promise<void> }) {
  const clock = useClock();
  const confirm = useConfirm();
  const revoking = createDeed();

  async function revoke(key: Key): Promise<void> {
    const isWanted = await confirm.ask({
      title: `Revoke “${plain(key.name)}”?`,
      words: revocationWords(key, clock.now()),
      action: "Revoke",
    });
    if (isWanted) await revoking.run(() => revokeKey(key.id), props.onRevoked);
  }

  return (
    <>
      <ul class="list" tabindex="-1" aria-label="Keys">
        <ById each={props.keys}>
          {(key) => <KeyRow apiKey={key()} onRevoke={() => void revoke(key())} />}
        </ById>
      </ul>
      <p class="attempt slim" role="alert">
        {revoking.failure()}
      </p>
    </>
  );
}

function KeyRow(props: { apiKey: Key; onRevoke: () => void }) {
  const clock = useClock();
  const isOver = () => {
    const { expiresAt } = props.apiKey;
    return expiresAt !== null && Date.parse(expiresAt) <= clock.now();
  };
  return (
    <li class="item">
      <i class="dot" classList={{ bad: isOver(), off: props.apiKey.lastUsedAt === null }} />
      <span>
        <b dir="auto">{props.apiKey.name}</b> <code>{scopeWords(props.apiKey)}</code>
      </span>
      <small>
        <Show when={props.apiKey.lastUsedAt} fallback="Never used">
          {(time) => (
            <>
              Last used <Ago time={time()} />
            </>
          )}
        </Show>
        {" · "}
        <Show when={props.apiKey.expiresAt} fallback="does not expire">
          {(time) => (
            <span classList={{ why: isOver() }}>
              {isOver() ? "expired" : "expires"} <Day time={time()} />
            </span>
          )}
        </Show>
        {" · made by "}
        <bdi>{actorWords(props.apiKey.createdBy)}</bdi>, <Day time={props.apiKey.createdAt} />
      </small>
      <span class="right">
        <RowButton label={`Revoke ${props.apiKey.name}`} onPress={() => props.onRevoke()}>
          Revoke…
        </RowButton>
      </span>
    </li>
  );
}
