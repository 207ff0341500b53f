import { createSignal, For, Show } from "solid-js";
import { SCOPES, type Scope } from "../../domain/principal.ts";
import type { Key, NewKey } from "../../protocol/people.ts";
import { addKey, revokeKey, type WantedKey } from "./people.ts";
import { useSession } from "../session/session.ts";
import { useClock } from "../ui/clock.ts";
import { textIn } from "../ui/form-text.ts";
import { useInteractive } from "../ui/interactive.ts";
import { actorWords } from "../words/actor-words.ts";
import { plain } from "../words/plain.ts";
import { revocationWords } from "./audit-words.ts";
import { ById } from "./ById.tsx";
import { useConfirm } from "./confirm.ts";
import { createDeed } from "./deed.ts";
import { ForAdmins, Listed } from "./Listed.tsx";
import { Ago, Day } from "./Moment.tsx";
import { NewKeyCard } from "./NewKeyCard.tsx";
import { createReading, useReads } from "./reading.ts";
import { RowButton } from "./RowButton.tsx";

const SCOPE_WORDS: Readonly<Record<Scope, { readonly name: string; readonly note: string }>> = {
  read: { name: "Read", note: "the feed, the live socket, metrics" },
  ingest: { name: "Send alerts", note: "what Alertmanager, Grafana and scripts need" },
  operate: { name: "Act on alerts", note: "acknowledge, resolve, delete, write notes" },
};

const DAY = 86_400_000;
/** How long (days) a key may be good for; null for ever. */
const TERMS: readonly (readonly [days: number | null, words: string])[] = [
  [null, "Never"],
  [30, "In 30 days"],
  [90, "In 90 days"],
  [365, "In a year"],
];

/** What programs come in with. */
export function KeysPage() {
  const session = useSession();
  return (
    <ForAdmins title="Sources and keys" isAdmin={session.may("admin")}>
      <Keys />
    </ForAdmins>
  );
}

function Keys() {
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

/** "send alerts as alertmanager", "read, act on alerts" */
function scopeWords({ scopes, source }: Key): string {
  const words = scopes.map((scope) => SCOPE_WORDS[scope].name.toLowerCase()).join(", ");
  return source === null ? words : `${words} as ${plain(source)}`;
}

function NewKeyForm(props: { onMade: (key: NewKey) => Promise<void>; onCancel: () => void }) {
  const clock = useClock();
  const adding = createDeed();
  const [scopes, setScopes] = createSignal<readonly Scope[]>(["ingest"]);

  function toggle(scope: Scope, isWanted: boolean): void {
    setScopes((before) =>
      SCOPES.filter((one) => (one === scope ? isWanted : before.includes(one))),
    );
  }

  function submit(form: HTMLFormElement): void {
    const days = Number(textIn(form, "term"));
    const source = textIn(form, "source").trim();
    const key: WantedKey = {
      name: textIn(form, "name").trim(),
      scopes: scopes(),
      ...(source !== "" && { source }),
      ...(days > 0 && { expiresAt: new Date(clock.now() + days * DAY).toISOString() }),
    };
    void adding.run(() => addKey(key), props.onMade);
  }

  return (
    <form
      class="card form"
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      <h2>New key</h2>
      <label class="field">
        <span>Name</span>
        <input
          name="name"
          required
          maxlength="100"
          autocomplete="off"
          placeholder="alertmanager-prod"
          ref={(input) => queueMicrotask(() => input.focus())}
        />
      </label>
      <fieldset class="field">
        <legend>It may</legend>
        <For each={SCOPES}>
          {(scope) => (
            <label class="check">
              <input
                type="checkbox"
                checked={scopes().includes(scope)}
                onChange={({ currentTarget }) => toggle(scope, currentTarget.checked)}
              />
              <span>
                {SCOPE_WORDS[scope].name} <small>{SCOPE_WORDS[scope].note}</small>
              </span>
            </label>
          )}
        </For>
      </fieldset>
      <Show when={scopes().includes("ingest")}>
        <label class="field">
          <span>Only as the source</span>
          <input
            name="source"
            maxlength="1000"
            autocomplete="off"
            spellcheck={false}
            placeholder="any"
            aria-describedby="source-note"
          />
        </label>
        <p class="footnote" id="source-note">
          With a name, such as <code>alertmanager</code>, it cannot speak for another source.
        </p>
      </Show>
      <label class="field">
        <span>Expires</span>
        <select name="term" aria-label="Expires">
          <For each={TERMS}>{([days, words]) => <option value={days ?? ""}>{words}</option>}</For>
        </select>
      </label>
      <div class="form-end">
        <button
          type="submit"
          class="button primary"
          disabled={scopes().length === 0}
          aria-busy={adding.isUnderWay()}
        >
          Make the key
        </button>
        <button type="button" class="button quiet" onClick={() => props.onCancel()}>
          Cancel
        </button>
        <p class="attempt slim" role="alert">
          {adding.failure()}
        </p>
      </div>
    </form>
  );
}
