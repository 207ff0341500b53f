import { Match, Show, Switch } from "solid-js";
import type { BackupPlan } from "../../../protocol/backups.ts";
import { useClock } from "../../ui/clock.ts";
import { momentWords, untilWords } from "../../words/time.ts";
import { keepWords } from "./plan-words.ts";

/** When backups are made, where they lie and which stay; and by which variable that is said. */
export function PlanFacts(props: { plan: BackupPlan }) {
  return (
    <dl class="facts plan">
      <dt>When</dt>
      <dd>
        <When plan={props.plan} />
      </dd>
      <dt>Where</dt>
      <dd>
        <code dir="auto">{props.plan.folder}</code>
        <Show
          when={props.plan.isFolderNamed}
          fallback={
            <p class="footnote">
              Beside the database: whatever takes that disk takes both. Set <code>BACKUP_DIR</code>{" "}
              to a folder on another one, or copy what lies there elsewhere.
            </p>
          }
        >
          <p class="footnote">
            By <code>BACKUP_DIR</code>.
          </p>
        </Show>
      </dd>
      <dt>Which stay</dt>
      <dd>
        {keepWords(props.plan.keep)}; others go when the next one is made.
        <p class="footnote">
          By <code>BACKUP_KEEP</code>.
        </p>
      </dd>
      <dt>To restore one</dt>
      <dd>
        Stop the server, then <code>npm run restore -- FILE</code>.
        <p class="footnote">The database that is there now is kept beside it.</p>
      </dd>
    </dl>
  );
}

function When(props: { plan: BackupPlan }) {
  const clock = useClock();
  return (
    <Switch
      fallback={
        <>
          Only when somebody asks for one.
          <p class="footnote">
            Set <code>BACKUP_SCHEDULE</code> to have them made without that, such as{" "}
            <code>30 3 * * *</code> for each night at half past three.
          </p>
        </>
      }
    >
      <Match when={props.plan.next}>
        {(next) => (
          <>
            Next {untilWords(next(), clock.now()) || "now"}:{" "}
            <time datetime={next()}>{momentWords(next(), clock.zone())}</time>
            <p class="footnote">
              By <code>BACKUP_SCHEDULE</code>, which is <code>{props.plan.schedule}</code>. One that
              fails or is overdue opens an alert.
            </p>
          </>
        )}
      </Match>
      <Match when={props.plan.schedule}>
        {(schedule) => (
          <>
            Never again.
            <p class="footnote">
              <code>BACKUP_SCHEDULE</code> is <code>{schedule()}</code>, and that does not come up
              any more.
            </p>
          </>
        )}
      </Match>
    </Switch>
  );
}
