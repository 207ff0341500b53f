import { For, type JSX, Show } from "solid-js";
import { SEVERITIES, type Severity, STATUSES } from "../../domain/alert.ts";
import { ME, type WrittenFilter } from "../../domain/filter.ts";
import { feedPath } from "../address/address.ts";
import { usePageAddress } from "../address/page-address.ts";
import { useSession } from "../session/session.ts";
import { SEVERITY_WORDS, STATUS_WORDS } from "../words/words.ts";
import { Icon } from "../ui/Icon.tsx";

/** What the feed is narrowed to most often. Each is a link, so that it works in every way links do. */
export function FilterBar() {
  const { filter } = usePageAddress();
  const { isNamed } = useSession();
  const by = () => filter().acknowledgedBy ?? [];
  return (
    <nav class="filters" aria-label="Filters">
      <div class="group">
        <For each={STATUSES}>
          {(status) => (
            <Toggle
              to={{ ...filter(), status: toggled(filter().status, status) }}
              isOn={filter().status?.includes(status) ?? false}
            >
              {STATUS_WORDS[status]}
            </Toggle>
          )}
        </For>
      </div>
      <Show when={isNamed || by().includes(ME)}>
        <Toggle
          to={{ ...filter(), acknowledgedBy: toggled(by(), ME) }}
          isOn={by().includes(ME)}
          title="Acknowledged by you"
        >
          Mine
        </Toggle>
      </Show>
      <div class="group">
        <For each={SEVERITIES}>
          {(severity: Severity) => (
            <Toggle
              to={{ ...filter(), severity: toggled(filter().severity, severity) }}
              isOn={filter().severity?.includes(severity) ?? false}
              label={SEVERITY_WORDS[severity]}
              severity={severity}
            >
              <Icon name={severity} class="mark" />
            </Toggle>
          )}
        </For>
      </div>
      <Toggle
        to={{ ...filter(), deleted: filter().deleted === "only" ? undefined : "only" }}
        isOn={filter().deleted === "only"}
        label="Trash"
      >
        <Icon name="trash" />
      </Toggle>
    </nav>
  );
}

interface ToggleProps {
  readonly to: WrittenFilter;
  readonly isOn: boolean;
  /** What it is, where it has no words of its own. */
  readonly label?: string;
  /** What its words mean. */
  readonly title?: string;
  readonly severity?: Severity;
  readonly children: JSX.Element;
}

function Toggle(props: ToggleProps) {
  return (
    <a
      class="toggle"
      href={feedPath(props.to)}
      aria-current={props.isOn}
      data-severity={props.severity}
      title={props.title ?? props.label}
    >
      {props.children}
      <Show when={props.label}>
        <span class="unseen">{props.label}</span>
      </Show>
    </a>
  );
}

function toggled<T>(values: readonly T[] | undefined, value: T): T[] {
  const present = values ?? [];
  return present.includes(value) ? present.filter((other) => other !== value) : [...present, value];
}
