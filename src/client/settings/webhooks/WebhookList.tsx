import { at } from "../../../protocol/base-path.ts";
import { Show } from "solid-js";
import type { Webhook } from "../../../protocol/webhooks.ts";
import { ById } from "../ById.tsx";
import { Ago } from "../Moment.tsx";
import { eventsWords } from "./event-words.ts";
import { filterWords } from "../filter-words.ts";
import { PRESET_WORDS } from "./preset-words.ts";
import { WebhookActions } from "./WebhookActions.tsx";
import { CONDITION_WORDS, conditionOf, pendingWords, troubleWords } from "./webhook-words.ts";

interface WebhookListProps {
  readonly webhooks: readonly Webhook[];
  /** Whether it is the page of that webhook, which needs no way to itself. */
  readonly isAlone?: boolean;
  readonly onChanged: () => Promise<void>;
  readonly onRemoved?: () => void;
}

/** Webhooks, how each does, and what can be done about it. */
export function WebhookList(props: WebhookListProps) {
  return (
    <ul class="list" tabindex="-1" aria-label="Webhooks">
      <ById each={props.webhooks}>
        {(webhook) => (
          <li class="item watched">
            <Mark webhook={webhook()} />
            <span>
              <Show when={!props.isAlone}>
                <a href={at(`/settings/webhooks/${webhook().id}`)}>
                  <b dir="auto">{webhook().name}</b>
                </a>{" "}
              </Show>
              <code>{webhook().host}</code>{" "}
              <span class="chip">{PRESET_WORDS[webhook().preset].name}</span>
            </span>
            <small dir="auto">
              {filterWords(webhook().filter)} · {eventsWords(webhook().events)}
            </small>
            <Trouble webhook={webhook()} />
            <span class="right health">
              <Health webhook={webhook()} />
            </span>
            <WebhookActions
              webhook={webhook()}
              isAlone={props.isAlone ?? false}
              onChanged={props.onChanged}
              onRemoved={() => props.onRemoved?.()}
            />
          </li>
        )}
      </ById>
    </ul>
  );
}

function Mark(props: { webhook: Webhook }) {
  const condition = () => conditionOf(props.webhook);
  return (
    <i
      class="dot"
      role="img"
      aria-label={CONDITION_WORDS[condition()]}
      title={CONDITION_WORDS[condition()]}
      classList={{
        bad: condition() === "failing",
        paused: condition() === "paused",
        off: condition() === "off",
      }}
    />
  );
}

function Trouble(props: { webhook: Webhook }) {
  return (
    <Show when={troubleWords(props.webhook)}>
      {(words) => <small classList={{ why: isAmiss(props.webhook) }}>{words()}</small>}
    </Show>
  );
}

/** Whether nobody wanted it so. */
function isAmiss(webhook: Webhook): boolean {
  return conditionOf(webhook) !== "off" && webhook.pausedReason !== "by-hand";
}

function Health(props: { webhook: Webhook }) {
  return (
    <>
      <Show when={props.webhook.lastSuccessAt} fallback={<span>Nothing taken yet</span>}>
        {(time) => (
          <span>
            Taken <Ago time={time()} />
          </span>
        )}
      </Show>
      <Show when={props.webhook.lastFailureAt}>
        {(time) => (
          <span>
            Failed <Ago time={time()} />
          </span>
        )}
      </Show>
      <Show when={props.webhook.pending > 0}>
        <span class="pending">{pendingWords(props.webhook.pending)}</span>
      </Show>
    </>
  );
}
