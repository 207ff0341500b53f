import { at } from "../../../protocol/base-path.ts";
import { Show } from "solid-js";
import type { Webhook, WebhookAttempt } from "../../../protocol/webhooks.ts";
import { useSession } from "../../session/session.ts";
import { useClock } from "../../ui/clock.ts";
import { plain } from "../../words/plain.ts";
import { momentWords } from "../../words/time.ts";
import { RowButton } from "../RowButton.tsx";
import { nextWords, outcomeWords, reasonWords, stampWords } from "./attempt-words.ts";
import { eventWords } from "./event-words.ts";
import { Excerpt } from "./Excerpt.tsx";

/** One request: what it told, what came of it and why, and when it is made again. */
export function AttemptRow(props: {
  attempt: WebhookAttempt;
  webhook: Webhook;
  onSendAgain: (seq: number) => void;
}) {
  const clock = useClock();
  const session = useSession();
  const isDelivered = () => props.attempt.outcome === "delivered";
  /** By its title, or by its number where nothing is known of it any more. */
  const about = () => plain(props.attempt.alertTitle ?? `alert ${props.attempt.alertId}`);
  const why = () =>
    [reasonWords(props.attempt), nextWords(props.attempt, props.webhook, clock.now())]
      .filter(Boolean)
      .join(" ");
  return (
    <li class="item attempt-row" tabindex="-1">
      <i class="dot" classList={{ bad: !isDelivered() }} />
      <span>
        <time datetime={props.attempt.at} title={momentWords(props.attempt.at, clock.zone())}>
          {stampWords(props.attempt.at, clock.now(), clock.zone())}
        </time>{" "}
        <b>{plain(eventWords(props.attempt.type))}</b>
        <Show when={props.attempt.alertId}>
          {(id) => (
            <>
              {" · "}
              <a href={at(`/alerts/${id()}`)} rel="external" dir="auto">
                {about()}
              </a>
            </>
          )}
        </Show>
        <Show when={props.attempt.attempt > 1}>
          {" "}
          <span class="chip">attempt {props.attempt.attempt}</span>
        </Show>
      </span>
      <small>
        <span classList={{ why: !isDelivered() }}>{outcomeWords(props.attempt)}</span>
        {why() && " · "}
        {why()}
      </small>
      <Show when={session.may("admin") && props.attempt.eventSeq}>
        {(seq) => (
          <span class="right">
            <RowButton
              label={`Send again: ${eventWords(props.attempt.type)}, ${about()}`}
              onPress={() => props.onSendAgain(seq())}
            >
              Send again
            </RowButton>
          </span>
        )}
      </Show>
      <Show when={props.attempt.excerpt}>
        {(text) => (
          <details class="answer">
            <summary>What it answered</summary>
            <Excerpt text={text()} />
          </details>
        )}
      </Show>
    </li>
  );
}
