import { createSignal, For, Show } from "solid-js";
import { type Role, ROLES } from "../../domain/principal.ts";
import type { User } from "../../protocol/people.ts";
import { changeUser, removeUser, setPassword } from "./people.ts";
import { ROLE_WORDS } from "../session/session-words.ts";
import { useSession } from "../session/session.ts";
import { useInteractive } from "../ui/interactive.ts";
import { plain } from "../words/plain.ts";
import { ById } from "./ById.tsx";
import { useConfirm } from "./confirm.ts";
import { createDeed } from "./deed.ts";
import { Ago, Day } from "./Moment.tsx";
import { NewPassword } from "./NewPassword.tsx";
import { RowButton } from "./RowButton.tsx";

/** Those who may come in, and what can be done about each. */
export function UserList(props: { users: readonly User[]; onChanged: () => Promise<void> }) {
  return (
    <ul class="list" tabindex="-1" aria-label="People">
      <ById each={props.users}>
        {(user) => <Person user={user()} onChanged={props.onChanged} />}
      </ById>
    </ul>
  );
}

function Person(props: { user: User; onChanged: () => Promise<void> }) {
  const { session } = useSession();
  const confirm = useConfirm();
  const isInteractive = useInteractive();
  const changing = createDeed();
  const [isGiving, setIsGiving] = createSignal(false);
  const isSelf = () => session?.principal === `user:${props.user.name}`;
  const name = () => plain(props.user.name);

  function change(changes: { readonly role?: Role; readonly disabled?: boolean }): void {
    const { id } = props.user;
    void changing.run(() => changeUser(id, changes), props.onChanged);
  }

  async function disable(): Promise<void> {
    const isWanted = await confirm.ask({
      title: `Disable ${name()}?`,
      words: "They are signed out at once and cannot sign in until you enable them again.",
      action: "Disable",
    });
    if (isWanted) change({ disabled: true });
  }

  async function remove(): Promise<void> {
    const { id, issuer } = props.user;
    const isWanted = await confirm.ask({
      title: `Remove ${name()}?`,
      words:
        "They are signed out at once and cannot sign in again. What they have done keeps their name, " +
        "which nobody else can have." +
        (issuer === null
          ? ""
          : " Their identity provider would let them in as somebody new: disable them to keep them out."),
      action: "Remove",
    });
    if (isWanted) await changing.run(() => removeUser(id), props.onChanged);
  }

  async function givePassword(password: string): Promise<boolean> {
    const { id } = props.user;
    await changing.run(() => setPassword(id, password), props.onChanged);
    return changing.failure() === "";
  }

  return (
    <li class="item person">
      <i class="dot" classList={{ off: props.user.disabled }} />
      <span>
        <b dir="auto">{props.user.name}</b>{" "}
        <Show when={isSelf()}>
          <span class="chip">you</span>
        </Show>
        <Show when={props.user.disabled}>
          <span class="chip">disabled</span>
        </Show>
      </span>
      <small>
        <Show when={props.user.lastSignInAt} fallback="Has never signed in">
          {(time) => (
            <>
              Last signed in <Ago time={time()} />
            </>
          )}
        </Show>
        {" · "}
        {meansOf(props.user)} · since <Day time={props.user.createdAt} />
      </small>
      <div class="right">
        <select
          aria-label={`Role of ${props.user.name}`}
          disabled={!isInteractive() || changing.isUnderWay()}
          onChange={({ currentTarget }) => {
            const role = ROLES.find((one) => one === currentTarget.value);
            if (role !== undefined) change({ role });
            // Until it is so, the list says what is.
            currentTarget.value = props.user.role;
          }}
        >
          <For each={ROLES}>
            {(role) => (
              <option value={role} selected={role === props.user.role}>
                {ROLE_WORDS[role].name}
              </option>
            )}
          </For>
        </select>
        <Show when={!isSelf()}>
          <Show when={props.user.issuer === null}>
            <RowButton
              label={`New password for ${props.user.name}`}
              isExpanded={isGiving()}
              onPress={() => setIsGiving((was) => !was)}
            >
              Password…
            </RowButton>
          </Show>
          <Show
            when={props.user.disabled}
            fallback={
              <RowButton label={`Disable ${props.user.name}`} onPress={() => void disable()}>
                Disable…
              </RowButton>
            }
          >
            <RowButton
              label={`Enable ${props.user.name}`}
              onPress={() => change({ disabled: false })}
            >
              Enable
            </RowButton>
          </Show>
          <RowButton label={`Remove ${props.user.name}`} onPress={() => void remove()}>
            Remove…
          </RowButton>
        </Show>
      </div>
      <Show when={isGiving()}>
        <NewPassword
          name={props.user.name}
          isUnderWay={changing.isUnderWay()}
          onGiven={givePassword}
          onClose={() => setIsGiving(false)}
        />
      </Show>
      <Show when={changing.failure()}>
        <p class="attempt slim" role="alert">
          {changing.failure()}
        </p>
      </Show>
    </li>
  );
}

function meansOf({ issuer, hasPassword }: User): string {
  if (issuer !== null) return `by ${plain(issuer)}`;
  return hasPassword ? "by password" : "without a password";
}
