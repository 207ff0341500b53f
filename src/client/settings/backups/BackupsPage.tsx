import { createSignal, Show } from "solid-js";
import type { ShownOperation } from "../../../protocol/operations.ts";
import { useInteractive } from "../../ui/interactive.ts";
import { ById } from "../ById.tsx";
import { createDeed } from "../deed.ts";
import { Listed } from "../Listed.tsx";
import { Ago } from "../Moment.tsx";
import { createReading, useReads } from "../reading.ts";
import { Stale } from "../Stale.tsx";
import { createWatched, type Watched } from "../watch.ts";
import { BackedUpElsewhere } from "./BackedUpElsewhere.tsx";
import { BackupList } from "./BackupList.tsx";
import { beginBackup, readBackups, readOperations } from "./backups.ts";
import { endWords, problemWords } from "./operation-words.ts";
import { Export } from "./Export.tsx";
import { OperationList } from "./OperationList.tsx";
import { PlanFacts } from "./PlanFacts.tsx";
import { RetentionFacts } from "./RetentionFacts.tsx";
import { RunningOperation } from "./RunningOperation.tsx";

/** Copies of the whole database, how they come about, and what long work there was. */
export function BackupsPage() {
  const reads = useReads();
  // Once nothing runs, nothing changes of which somebody else would not be told by an alert.
  const isUnderWay = () => runningOf(operations).length > 0;
  const operations: Watched<readonly ShownOperation[]> = createWatched(
    reads.operations,
    readOperations,
    isUnderWay,
  );
  const backups = createWatched(reads.backups, readBackups, isUnderWay);
  const plan = createReading(reads.backupPlan);

  const isElsewhere = () => {
    const read = plan.answer();
    return read?.ok === true && read.value === null;
  };

  return (
    <>
      <Show
        when={!isElsewhere()}
        fallback={
          <>
            <BackedUpElsewhere />
            <Running operations={operations} onGone={() => {}} />
          </>
        }
      >
        <section>
          <Head operations={operations} />
          <Listed reading={backups}>
            {(read) => (
              <Show when={read().length > 0} fallback={<p class="nothing">There is none yet.</p>}>
                <BackupList backups={read()} onChanged={backups.again} />
              </Show>
            )}
          </Listed>
          <Stale failure={operations.failure() ?? backups.failure()} />
        </section>
        <section>
          <h2>How they are made</h2>
          <Listed reading={plan}>
            {(read) => <Show when={read()}>{(made) => <PlanFacts plan={made()} />}</Show>}
          </Listed>
        </section>
        <section aria-labelledby="kept">
          <h2 id="kept">How long alerts are kept</h2>
          <Listed reading={plan}>
            {(read) => (
              <Show when={read()}>
                {(made) => (
                  <RetentionFacts retention={made().retention} operations={listOf(operations)} />
                )}
              </Show>
            )}
          </Listed>
        </section>
      </Show>
      <Export />
      <section>
        <h2>Operations</h2>
        <p class="lead">
          Long work of this server that has ended, newest first. What runs stands at the top.
        </p>
        <Listed reading={operations}>
          {(read) => (
            <Show
              when={read().some(hasEnded)}
              fallback={<p class="nothing">There was none yet.</p>}
            >
              <OperationList operations={read().filter(hasEnded)} onChanged={operations.again} />
            </Show>
          )}
        </Listed>
      </section>
    </>
  );
}

/** Begins one, and shows what runs and how the last one ended. */
function Head(props: { operations: Watched<readonly ShownOperation[]> }) {
  const isInteractive = useInteractive();
  const beginning = createDeed();
  const [begun, setBegun] = createSignal<number | null>(null);
  const running = () => runningOf(props.operations);
  const isBackingUp = () => running().some(({ kind }) => kind === "backup");
  let button!: HTMLButtonElement;

  function begin(): void {
    if (isBackingUp()) return;
    const { operations } = props;
    void beginning.run(beginBackup, async ({ id }) => {
      setBegun(id);
      await operations.again();
    });
  }

  /** What came of the one that was begun here, unless it failed: that is said of any. */
  const outcome = () => {
    const mine = listOf(props.operations).find(({ id }) => id === begun());
    if (mine === undefined || mine.state === "running" || mine.state === "failed") return "";
    return mine.state === "done" ? `It is made: ${endWords(mine)}.` : endWords(mine);
  };

  return (
    <>
      <div class="top">
        <h1>Backups</h1>
        <button
          type="button"
          class="button primary"
          ref={button}
          disabled={!isInteractive()}
          aria-busy={beginning.isUnderWay()}
          aria-disabled={isBackingUp()}
          onClick={begin}
        >
          Back up now
        </button>
      </div>
      <p class="lead">
        A backup is the whole database as it was at one moment: alerts, people, keys, and webhooks
        with their secrets. It is made while everything goes on, looked through, and compressed.
      </p>
      <p class="attempt slim" role="alert">
        {beginning.failure()}
      </p>
      <Running operations={props.operations} onGone={() => button.focus()} />
      <LastFailure operations={listOf(props.operations)} />
      <p class="backup-outcome" role="status">
        {outcome()}
      </p>
    </>
  );
}

/** What runs, and ways to end it. */
function Running(props: { operations: Watched<readonly ShownOperation[]>; onGone: () => void }) {
  return (
    <ById each={runningOf(props.operations)}>
      {(operation) => (
        <RunningOperation
          operation={operation()}
          onChanged={props.operations.again}
          onGone={props.onGone}
        />
      )}
    </ById>
  );
}

/** Why the last backup failed, until one does not. */
function LastFailure(props: { operations: readonly ShownOperation[] }) {
  const last = () => props.operations.find(({ kind, state }) => kind === "backup" && ENDED[state]);
  const failed = () => {
    const one = last();
    return one?.state === "failed" ? one : undefined;
  };
  return (
    <div role="alert">
      <Show when={failed()}>
        {(operation) => (
          <p class="last-failure">
            <b>The last backup failed</b>, <Ago time={operation().startedAt} />.{" "}
            <Show when={operation().problem}>{(problem) => problemWords(problem())}</Show>
          </p>
        )}
      </Show>
    </div>
  );
}

/** Whether it says how a backup goes: one that was cancelled says nothing of the next. */
const ENDED: Readonly<Record<ShownOperation["state"], boolean>> = {
  running: false,
  cancelled: false,
  done: true,
  failed: true,
};

function listOf({ answer }: Watched<readonly ShownOperation[]>): readonly ShownOperation[] {
  const read = answer();
  return read?.ok ? read.value : [];
}

function runningOf(operations: Watched<readonly ShownOperation[]>): readonly ShownOperation[] {
  return listOf(operations).filter((operation) => !hasEnded(operation));
}

function hasEnded({ state }: ShownOperation): boolean {
  return state !== "running";
}
