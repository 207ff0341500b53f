import { createSignal, For, Show } from "solid-js";
import type { Webhook } from "../../../protocol/webhooks.ts";
import { useSession } from "../../session/session.ts";
import { useClock } from "../../ui/clock.ts";
import { LoadFailure } from "../../ui/LoadFailure.tsx";
import { failureWords } from "../../words/failure-words.ts";
import { ById } from "../ById.tsx";
import { createDeed } from "../deed.ts";
import { Older } from "../Older.tsx";
import { AttemptRow } from "./AttemptRow.tsx";
import { heldCount, withNewest, withOlder } from "./attempts.ts";
import { createWatch } from "../watch.ts";
import { type Attempts, readAttempts, type Replay, replay } from "./webhooks.ts";
import { queuedWords } from "./webhook-words.ts";

const HOUR = 3_600_000;
const SPANS: readonly (readonly [hours: number, words: string])[] = [
  [1, "the last hour"],
  [24, "the last 24 hours"],
  [168, "the last 7 days"],
];

/**
 * What was sent to a webhook, newest first. What is new appears by itself, but not while somebody reads
 * further down or in an answer: it would move what they read.
 */
export function AttemptLog(props: { webhook: Webhook; onChanged: () => Promise<void> }) {
  const session = useSession();
  const [shown, setShown] = createSignal<Attempts | null>(null);
  const [newest, setNewest] = createSignal<Attempts | null>(null);
  const [told, setTold] = createSignal("");
  const replaying = createDeed();
  let list: HTMLUListElement | undefined;

  const { look, failure } = createWatch(
    () => readAttempts(props.webhook.id, null),
    (page) => {
      setNewest(page);
      if (!isRead(list)) showNewest();
    },
  );

  function showNewest(): void {
    const page = newest();
    if (page !== null) setShown((before) => (before === null ? page : withNewest(before, page)));
  }

  const held = () => {
    const [before, page] = [shown(), newest()];
    return before === null || page === null ? 0 : heldCount(before, page);
  };

  function goToNewest(): void {
    showNewest();
    list?.querySelector<HTMLElement>("li")?.focus();
  }

  function sendAgain(what: Replay): void {
    const { id } = props.webhook;
    setTold("");
    void replaying.run(() => replay(id, what), tell);
  }

  async function tell(queued: number): Promise<void> {
    setTold(queuedWords(queued, props.webhook));
    await Promise.all([look(), props.onChanged()]);
  }

  return (
    <section class="log">
      <div class="log-head">
        <h2>Log</h2>
        <p class="footnote" role="status">
          <Show when={failure()} fallback="New ones appear by themselves.">
            {(why) => <>{failureWords(why())} It is asked again.</>}
          </Show>
        </p>
        <Show when={held() > 0}>
          <button type="button" class="button" onClick={goToNewest}>
            {held()} new
          </button>
        </Show>
      </div>
      <Show when={session.may("admin")}>
        <Show when={(shown()?.attempts.length ?? 0) > 0}>
          <FailedAgain isUnderWay={replaying.isUnderWay()} onAsk={sendAgain} />
        </Show>
        <p class="log-told" role="status">
          {told()}
        </p>
        <p class="attempt slim" role="alert">
          {replaying.failure()}
        </p>
      </Show>
      <Show
        when={shown()}
        fallback={
          <Show when={failure()} fallback={<p class="late">Loading…</p>}>
            {(why) => <LoadFailure failure={why()} onRetry={() => void look()} />}
          </Show>
        }
      >
        {(log) => (
          <Show
            when={log().attempts.length > 0}
            fallback={
              <p class="nothing">Nothing was sent yet. Send a test, or wait for the next event.</p>
            }
          >
            <ul class="list attempts" tabindex="-1" aria-label="Attempts, newest first" ref={list}>
              <ById each={log().attempts}>
                {(attempt) => (
                  <AttemptRow
                    attempt={attempt()}
                    webhook={props.webhook}
                    onSendAgain={(seq) => sendAgain({ seq })}
                  />
                )}
              </ById>
            </ul>
            <Older
              before={log().older}
              read={(before) => readAttempts(props.webhook.id, before)}
              onRead={(page) => setShown((had) => (had === null ? page : withOlder(had, page)))}
            />
          </Show>
        )}
      </Show>
    </section>
  );
}

/** Whether somebody reads where new rows would move it: below the beginning, or in an answer. */
function isRead(list: HTMLElement | undefined): boolean {
  if (list === undefined || !list.isConnected) return false;
  return list.getBoundingClientRect().top < 0 || list.querySelector("details[open]") !== null;
}

function FailedAgain(props: { isUnderWay: boolean; onAsk: (what: Replay) => void }) {
  const clock = useClock();
  const [hours, setHours] = createSignal(24);
  return (
    <form
      class="failed-again"
      onSubmit={(event) => {
        event.preventDefault();
        const since = new Date(clock.now() - hours() * HOUR).toISOString();
        props.onAsk({ failedSince: since });
      }}
    >
      <label>
        What failed in{" "}
        <select onChange={({ currentTarget }) => setHours(Number(currentTarget.value))}>
          <For each={SPANS}>
            {([span, words]) => (
              <option value={span} selected={span === hours()}>
                {words}
              </option>
            )}
          </For>
        </select>
      </label>
      <button type="submit" class="button" aria-busy={props.isUnderWay}>
        Send all again
      </button>
    </form>
  );
}
