import { createSignal, Show } from "solid-js";
import { useInteractive } from "../ui/interactive.ts";
import { AuditList } from "./AuditList.tsx";
import { Listed } from "./Listed.tsx";
import { NewUserForm } from "./NewUserForm.tsx";
import { createReading, useReads } from "./reading.ts";
import { SessionList } from "./SessionList.tsx";
import { UserList } from "./UserList.tsx";

/** Who may come in, who is in, and what has been done about that. */
export function PeoplePage() {
  const reads = useReads();
  const users = createReading(reads.users);
  const sessions = createReading(reads.sessions);
  const audit = createReading(reads.audit);
  const isInteractive = useInteractive();
  const [isAdding, setIsAdding] = createSignal(false);

  /** Whatever is done to people may end their sessions, and stands in the audit. */
  async function again(): Promise<void> {
    await Promise.all([users.again(), sessions.again(), audit.again()]);
  }

  return (
    <>
      <section>
        <div class="top">
          <h1>People</h1>
          <button
            type="button"
            class="button primary"
            disabled={!isInteractive() || isAdding()}
            onClick={() => setIsAdding(true)}
          >
            New person
          </button>
        </div>
        <p class="lead">
          A viewer reads. An operator also acts on alerts, writes notes and sees the webhooks. An
          admin also has the rest of the settings.
        </p>
        <Show when={isAdding()}>
          <NewUserForm onMade={again} onClose={() => setIsAdding(false)} />
        </Show>
        <Listed reading={users}>
          {(read) => (
            <Show when={read().length > 0} fallback={<p class="nothing">Nobody has an account.</p>}>
              <UserList users={read()} onChanged={again} />
            </Show>
          )}
        </Listed>
      </section>
      <section>
        <h2>Sessions</h2>
        <p class="lead">Browsers in which somebody is signed in.</p>
        <Listed reading={sessions}>
          {(read) => (
            <Show when={read().length > 0} fallback={<p class="nothing">There are none.</p>}>
              <SessionList sessions={read()} isOfAll onEnded={again} />
            </Show>
          )}
        </Listed>
      </section>
      <section>
        <h2>Audit</h2>
        <p class="lead">
          Who came in, who did not, who changed what others may do or what is sent where, and who
          made, took or removed a backup. What is done to alerts stands in their history.
        </p>
        <Listed reading={audit}>{(read) => <AuditList newest={read()} />}</Listed>
      </section>
    </>
  );
}
