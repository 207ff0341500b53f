import { For, Show } from "solid-js";
import { type ReporterAnswer, USAGE_FIELDS } from "../../protocol/telemetry.ts";
import { Listed } from "./Listed.tsx";
import { Ago } from "./Moment.tsx";
import { createReading, useReads } from "./reading.ts";
import {
  countWords,
  FIELD_WORDS,
  RECEIVER_WORDS,
  REPORTER_WORDS,
  silenceWords,
} from "./telemetry-words.ts";

/** What the server tells of itself, and to whom. */
export function TelemetryPage() {
  const telemetry = createReading(useReads().telemetry);
  return (
    <>
      <section>
        <h1>Telemetry</h1>
        <p class="lead">
          What this server tells others of itself. Nothing leaves unless its configuration names a
          host, and never a text of an alert, a name, an address or a filter.
        </p>
        <Listed reading={telemetry}>
          {(reporters) => (
            <>
              <ul class="list" aria-label="Reporters">
                <For each={reporters()}>{(reporter) => <ReporterRow reporter={reporter} />}</For>
              </ul>
              <For each={reporters()}>{(reporter) => <NextBatch reporter={reporter} />}</For>
            </>
          )}
        </Listed>
      </section>
      <section>
        <h2>What is told of how it is used</h2>
        <p class="lead">
          Counted between two reports, with a random id of this server; what was not used is left
          out. Metrics are those that <code>/metrics</code> has.
        </p>
        <dl class="facts fields">
          <For each={USAGE_FIELDS}>
            {(field) => (
              <>
                <dt>
                  <code>{field}</code>
                </dt>
                <dd>{FIELD_WORDS[field]}</dd>
              </>
            )}
          </For>
        </dl>
      </section>
    </>
  );
}

function ReporterRow(props: { reporter: ReporterAnswer }) {
  const hasFailed = () => {
    const { lastFailure, lastSentAt } = props.reporter;
    return lastFailure !== null && (lastSentAt === null || lastFailure.at >= lastSentAt);
  };
  return (
    <li class="item">
      <i class="dot" classList={{ bad: hasFailed(), off: props.reporter.state !== "on" }} />
      <span>
        <b>{REPORTER_WORDS[props.reporter.name]}</b> <code>{props.reporter.host}</code>
      </span>
      <small>
        <Show when={props.reporter.state === "on"} fallback={silenceWords(props.reporter)}>
          {countWords(props.reporter)}
          <Show when={props.reporter.lastSentAt}>
            {(time) => (
              <>
                {" · last "}
                <Ago time={time()} />
              </>
            )}
          </Show>
        </Show>
      </small>
      <Show when={hasFailed() ? props.reporter.lastFailure : null}>
        {(failure) => (
          <small>
            <span class="why">{failure().words}</span> <Ago time={failure().at} />
          </small>
        )}
      </Show>
    </li>
  );
}

/** As it would be sent now. */
function NextBatch(props: { reporter: ReporterAnswer }) {
  const title = () => `Next to ${RECEIVER_WORDS[props.reporter.name]}`;
  return (
    <Show when={props.reporter.next}>
      {(next) => (
        <div class="card">
          <h2>{title()}</h2>
          {/* It scrolls, so that it must be where keys can go. */}
          <pre class="batch" role="region" aria-label={title()} tabindex="0">
            {JSON.stringify(JSON.parse(next()), null, 2)}
          </pre>
        </div>
      )}
    </Show>
  );
}
