import { at } from "../../../protocol/base-path.ts";
import { Show } from "solid-js";
import type { Backup } from "../../../protocol/backups.ts";
import { useClock } from "../../ui/clock.ts";
import { bytesWords } from "../../words/bytes.ts";
import { momentWords } from "../../words/time.ts";
import { ById } from "../ById.tsx";
import { useConfirm } from "../confirm.ts";
import { createDeed } from "../deed.ts";
import { Ago } from "../Moment.tsx";
import { RowButton } from "../RowButton.tsx";
import { backupAddress, removeBackup } from "./backups.ts";
import { contentsWords } from "./operation-words.ts";

interface BackupListProps {
  readonly backups: readonly Backup[];
  readonly onChanged: () => Promise<void>;
}

/** Backups, newest first: of when, what is in them, and ways to take and to remove them. */
export function BackupList(props: BackupListProps) {
  const named = () => props.backups.map((backup) => ({ ...backup, id: backup.name }));
  return (
    <ul class="list" tabindex="-1" aria-label="Backups">
      <ById each={named()}>
        {(backup) => <BackupRow backup={backup()} onChanged={props.onChanged} />}
      </ById>
    </ul>
  );
}

function BackupRow(props: { backup: Backup; onChanged: () => Promise<void> }) {
  const clock = useClock();
  const confirm = useConfirm();
  const removing = createDeed();

  async function remove(): Promise<void> {
    const { name, at } = props.backup;
    const { onChanged } = props;
    const isWanted = await confirm.ask({
      title: `Delete the backup of ${momentWords(at, clock.zone())}?`,
      words: "Its file is removed. What only it holds cannot be brought back.",
      action: "Delete",
    });
    if (isWanted) await removing.run(() => removeBackup(name), onChanged);
  }

  return (
    <li class="item backup">
      <i class="dot" classList={{ bad: !props.backup.checked }} />
      <span>
        <b>{momentWords(props.backup.at, clock.zone())}</b> <code>{props.backup.name}</code>
      </span>
      <small>
        <Ago time={props.backup.at} /> · {contentsWords(props.backup.alerts, props.backup.events)} ·{" "}
        {bytesWords(props.backup.bytes)} · {props.backup.checked ? "checked" : "not checked"}
      </small>
      <span class="right">
        <a
          class="button"
          href={at(backupAddress(props.backup.name))}
          download={props.backup.name}
          rel="external"
          aria-label={`Download ${props.backup.name}`}
        >
          Download
        </a>
        <RowButton label={`Delete ${props.backup.name}`} onPress={() => void remove()}>
          Delete…
        </RowButton>
      </span>
      <Show when={removing.failure()}>
        <p class="attempt slim" role="alert">
          {removing.failure()}
        </p>
      </Show>
    </li>
  );
}
