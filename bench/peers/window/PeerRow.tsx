import type { Alert } from "../../../src/domain/alert.ts";
import { AlertRow } from "../../../src/client/feed/AlertRow.tsx";
import { useClock } from "../../../src/client/ui/clock.ts";
import { dayStarts } from "../../../src/client/words/days.ts";

interface Props {
  readonly alert: Alert;
  readonly above: Alert | undefined;
}

/** Tocsin's own row, with the heading of a new day as there. */
export function PeerRow(props: Props) {
  const clock = useClock();
  const day = () => {
    const { above, alert } = props;
    return above && dayStarts([above, alert], clock.zone()).get(alert.id);
  };
  return (
    <AlertRow
      alert={props.alert}
      isActive={false}
      isNew={false}
      day={day()}
      missed={undefined}
      actions={() => null}
    />
  );
}
