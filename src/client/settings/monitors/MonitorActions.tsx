import { at } from "../../../protocol/base-path.ts";
import { createSignal, Show } from "solid-js";
import type { Monitor } from "../../../protocol/monitors.ts";
import { useSession } from "../../session/session.ts";
import { plain } from "../../words/plain.ts";
import { useConfirm } from "../confirm.ts";
import { createDeed } from "../deed.ts";
import { RowButton } from "../RowButton.tsx";
import { MonitorForm } from "./MonitorForm.tsx";
import { changeMonitor, removeMonitor } from "./monitors.ts";

interface MonitorActionsProps {
  readonly monitor: Monitor;
  /** Whether this is its page. */
  readonly isAlone: boolean;
  readonly onChanged: () => Promise<void>;
  readonly onRemoved: () => void;
}

/** What can be done about a monitor. */
export function MonitorActions(props: MonitorActionsProps) {
  const session = useSession();
  const confirm = useConfirm();
  const doing = createDeed();
  const [isEditing, setIsEditing] = createSignal(false);
  const name = () => plain(props.monitor.name);

  function enable(enabled: boolean): void {
    const { id } = props.monitor;
    void doing.run(() => changeMonitor(id, { enabled }), props.onChanged);
  }

  async function remove(): Promise<void> {
    const { id } = props.monitor;
    const isWanted = await confirm.ask({
      title: `Delete ${name()}?`,
      words:
        "It watches nothing any more, and cannot be brought back: its numbers go, and what it has learnt. " +
        "Its alerts stay in the feed; one that is open is resolved.",
      action: "Delete",
    });
    const { onChanged, onRemoved } = props;
    if (!isWanted) return;
    await doing.run(
      () => removeMonitor(id),
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
            href={at(`/settings/monitors/${props.monitor.id}`)}
            aria-label={`Chart of ${name()}`}
          >
            Chart
          </a>
        </Show>
        <Show when={session.may("admin")}>
          <RowButton
            label={`Edit ${name()}`}
            isExpanded={isEditing()}
            onPress={() => setIsEditing((was) => !was)}
          >
            Edit
          </RowButton>
          <Show
            when={props.monitor.enabled}
            fallback={
              <RowButton label={`Resume ${name()}`} onPress={() => enable(true)}>
                Resume
              </RowButton>
            }
          >
            <RowButton label={`Pause ${name()}`} onPress={() => enable(false)}>
              Pause
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
      <Show when={isEditing()}>
        <MonitorForm
          monitor={props.monitor}
          onSaved={() => {
            setIsEditing(false);
            return props.onChanged();
          }}
          onClose={() => setIsEditing(false)}
        />
      </Show>
    </>
  );
}
