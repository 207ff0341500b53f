import { createUniqueId, For } from "solid-js";
import type { WebhookEvent } from "../../../protocol/webhook-event.ts";
import { Check } from "../Check.tsx";
import { EVENT_WORDS, OFFERED_EVENTS } from "./event-words.ts";

/** Of which kinds of events it is told. */
export function EventFields(props: {
  events: readonly WebhookEvent[];
  fault: string;
  onChange: (events: readonly WebhookEvent[]) => void;
}) {
  const id = createUniqueId();

  function toggle(event: WebhookEvent, isWanted: boolean): void {
    const isIn = (one: WebhookEvent) => (one === event ? isWanted : props.events.includes(one));
    props.onChange(OFFERED_EVENTS.filter(isIn));
  }

  return (
    <fieldset class="field wide" data-field="events" aria-describedby={id}>
      <legend>When an alert is</legend>
      <div class="offers">
        <For each={OFFERED_EVENTS}>
          {(event) => (
            <Check
              words={EVENT_WORDS[event]}
              isChecked={props.events.includes(event)}
              onChange={(isWanted) => toggle(event, isWanted)}
            />
          )}
        </For>
      </div>
      <p class="attempt slim" role="alert" id={id}>
        {props.fault}
      </p>
    </fieldset>
  );
}
