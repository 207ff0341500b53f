import { at } from "../../../protocol/base-path.ts";
import { createSignal, Show } from "solid-js";
import { SIGNED_PRESETS } from "../../../protocol/webhook-preset.ts";
import type { Webhook, WebhookAttempt } from "../../../protocol/webhooks.ts";
import { useSession } from "../../session/session.ts";
import { plain } from "../../words/plain.ts";
import { useConfirm } from "../confirm.ts";
import { createDeed } from "../deed.ts";
import { RowButton } from "../RowButton.tsx";
import { ResumeDialog } from "./ResumeDialog.tsx";
import { SecretText } from "./SecretText.tsx";
import { TestOutcome } from "./TestOutcome.tsx";
import { WebhookForm } from "./WebhookForm.tsx";
import { pendingWords } from "./webhook-words.ts";
import {
  pauseWebhook,
  removeWebhook,
  renewSecret,
  resumeWebhook,
  testWebhook,
} from "./webhooks.ts";

interface WebhookActionsProps {
  readonly webhook: Webhook;
  /** Whether this is its page. */
  readonly isAlone: boolean;
  readonly onChanged: () => Promise<void>;
  readonly onRemoved: () => void;
}

/** What can be done about a webhook, and beneath what came of it. */
export function WebhookActions(props: WebhookActionsProps) {
  const session = useSession();
  const confirm = useConfirm();
  const doing = createDeed();
  const testing = createDeed();
  const [tested, setTested] = createSignal<WebhookAttempt | null>(null);
  const [secret, setSecret] = createSignal<string | null>(null);
  const [isEditing, setIsEditing] = createSignal(false);
  const [isResuming, setIsResuming] = createSignal(false);
  const name = () => plain(props.webhook.name);
  const isSigned = () => SIGNED_PRESETS.includes(props.webhook.preset);

  function test(): void {
    const { onChanged } = props;
    const { id } = props.webhook;
    setTested(null);
    void testing.run(
      () => testWebhook(id),
      async (attempt) => {
        setTested(attempt);
        await onChanged();
      },
    );
  }

  function pause(): void {
    const { id } = props.webhook;
    void doing.run(() => pauseWebhook(id), props.onChanged);
  }

  function resume(from: string): void {
    const { id } = props.webhook;
    void doing.run(() => resumeWebhook(id, from), props.onChanged);
  }

  async function renew(): Promise<void> {
    const { id } = props.webhook;
    const isWanted = await confirm.ask({
      title: `A new secret for ${name()}?`,
      words:
        "Its requests are signed with the new one from now on. For 24 hours the old one signs, too: " +
        "give the new one to the receiver in that time.",
      action: "New secret",
    });
    if (isWanted) await doing.run(() => renewSecret(id), setSecret);
  }

  async function remove(): Promise<void> {
    const { id, pending } = props.webhook;
    const isWanted = await confirm.ask({
      title: `Delete ${name()}?`,
      words:
        "It is sent nothing any more, and cannot be brought back: its address, its secret and its log go." +
        (pending === 0 ? "" : ` Now ${pendingWords(pending)}, which it will never be sent.`),
      action: "Delete",
    });
    const { onChanged, onRemoved } = props;
    if (!isWanted) return;
    await doing.run(
      () => removeWebhook(id),
      async () => {
        onRemoved();
        await onChanged();
      },
    );
  }

  return (
    <>
      <div class="actions">
        <Show when={!props.isAlone}>
          <a
            class="button"
            href={at(`/settings/webhooks/${props.webhook.id}`)}
            aria-label={`Log of ${name()}`}
          >
            Log
          </a>
        </Show>
        <Show when={session.may("admin")}>
          <RowButton label={`Send a test to ${name()}`} onPress={test}>
            {testing.isUnderWay() ? "Sending…" : "Send a test"}
          </RowButton>
          <RowButton
            label={`Edit ${name()}`}
            isExpanded={isEditing()}
            onPress={() => setIsEditing((was) => !was)}
          >
            Edit
          </RowButton>
          <Show when={props.webhook.state === "active"}>
            <RowButton label={`Pause ${name()}`} onPress={pause}>
              Pause
            </RowButton>
          </Show>
          <Show when={props.webhook.state === "paused"}>
            <RowButton label={`Resume ${name()}`} onPress={() => setIsResuming(true)}>
              Resume…
            </RowButton>
          </Show>
          <Show when={isSigned()}>
            <RowButton label={`New secret for ${name()}`} onPress={() => void renew()}>
              New secret…
            </RowButton>
          </Show>
          <RowButton label={`Delete ${name()}`} onPress={() => void remove()}>
            Delete…
          </RowButton>
        </Show>
      </div>
      <Show when={doing.failure()}>
        <p class="attempt slim" role="alert">
          {doing.failure()}
        </p>
      </Show>
      <div class="inline wide" role="status">
        <TestOutcome attempt={tested()} failure={testing.failure()} />
      </div>
      <Show when={secret()}>
        {(text) => (
          <div class="inline wide made" role="group" aria-label="The new secret">
            <SecretText secret={text()} isRenewed />
            <div class="form-end">
              <button type="button" class="button" onClick={() => setSecret(null)}>
                I have it
              </button>
            </div>
          </div>
        )}
      </Show>
      <Show when={isResuming()}>
        <ResumeDialog
          webhook={props.webhook}
          onResume={resume}
          onClose={() => setIsResuming(false)}
        />
      </Show>
      <Show when={isEditing()}>
        <WebhookForm
          webhook={props.webhook}
          onSaved={() => {
            setIsEditing(false);
            return props.onChanged();
          }}
          onChanged={props.onChanged}
          onClose={() => setIsEditing(false)}
        />
      </Show>
    </>
  );
}
