import { at } from "../../../protocol/base-path.ts";
import { useNavigate } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import type { Webhook } from "../../../protocol/webhooks.ts";
import { useSession } from "../../session/session.ts";
import { useInteractive } from "../../ui/interactive.ts";
import { Listed } from "../Listed.tsx";
import { OneOrAll } from "../OneOrAll.tsx";
import { useReads } from "../reading.ts";
import { Stale } from "../Stale.tsx";
import { AttemptLog } from "./AttemptLog.tsx";
import { MadeCard } from "./MadeCard.tsx";
import { createWatched, type Watched } from "../watch.ts";
import { WebhookForm } from "./WebhookForm.tsx";
import { WebhookList } from "./WebhookList.tsx";
import { readWebhooks } from "./webhooks.ts";

/** To whom events are sent; with an id, one of them and what was sent to it. */
export function WebhooksPage(props: { id: number | null }) {
  const webhooks = createWatched(useReads().webhooks, readWebhooks);
  return (
    <OneOrAll
      id={props.id}
      reading={webhooks}
      path="/settings/webhooks"
      name="Webhooks"
      gone="There is no such webhook any more."
      all={<All webhooks={webhooks} />}
    >
      {(webhook) => <One webhook={webhook()} onChanged={webhooks.again} />}
    </OneOrAll>
  );
}

interface Made {
  readonly webhook: Webhook;
  /** What it signs with, null where that was shown already or nobody looks at it. */
  readonly secret: string | null;
}

function All(props: { webhooks: Watched<readonly Webhook[]> }) {
  const session = useSession();
  const isInteractive = useInteractive();
  const [isAdding, setIsAdding] = createSignal(false);
  const [made, setMade] = createSignal<Made | null>(null);

  function begin(): void {
    setMade(null);
    setIsAdding(true);
  }

  async function finish(webhook: Webhook, secret: string | null): Promise<void> {
    setIsAdding(false);
    setMade({ webhook, secret });
    await props.webhooks.again();
  }

  return (
    <>
      <div class="top">
        <h1>Webhooks</h1>
        <Show when={session.may("admin")}>
          <button
            type="button"
            class="button primary"
            disabled={!isInteractive() || isAdding()}
            onClick={begin}
          >
            New webhook
          </button>
        </Show>
      </div>
      <p class="lead">
        A webhook tells somebody else what happens to alerts: a channel in Slack, a phone, a program
        of yours. Each event is sent at least once, those of one alert in order, for as long as it
        takes.
      </p>
      <Show when={!session.may("admin")}>
        <OnlyAdmins />
      </Show>
      <Show when={isAdding()}>
        <WebhookForm
          webhook={null}
          onSaved={finish}
          onChanged={props.webhooks.again}
          onClose={() => setIsAdding(false)}
        />
      </Show>
      <Show when={made()}>
        {(one) => (
          <MadeCard name={one().webhook.name} secret={one().secret} onDone={() => setMade(null)} />
        )}
      </Show>
      <Listed reading={props.webhooks}>
        {(read) => (
          <Show when={read().length > 0} fallback={<Nothing isAdding={isAdding()} />}>
            <WebhookList webhooks={read()} onChanged={props.webhooks.again} />
          </Show>
        )}
      </Listed>
      <Stale failure={props.webhooks.failure()} />
    </>
  );
}

function OnlyAdmins() {
  const { isNamed, waysIn } = useSession();
  return (
    <p class="lead">
      Only admins change them.
      <Show when={!isNamed && waysIn.setup}>
        {" "}
        <a href={at("/setup")} rel="external">
          Make an account
        </a>{" "}
        to be one.
      </Show>
    </p>
  );
}

function Nothing(props: { isAdding: boolean }) {
  return (
    <Show when={!props.isAdding}>
      <p class="nothing">
        Nobody is told anything yet. Have critical alerts sent to a channel, wake up whoever is on
        call, or open tickets.
      </p>
    </Show>
  );
}

function One(props: { webhook: Webhook; onChanged: () => Promise<void> }) {
  const navigate = useNavigate();
  return (
    <>
      <section>
        <h1 dir="auto">{props.webhook.name}</h1>
        <WebhookList
          webhooks={[props.webhook]}
          isAlone
          onChanged={props.onChanged}
          onRemoved={() => navigate(at("/settings/webhooks"))}
        />
      </section>
      <AttemptLog webhook={props.webhook} onChanged={props.onChanged} />
    </>
  );
}
