import { opened } from "#parts";
import { usePageAddress } from "../address/page-address.ts";
import { AlertDetail, type OpenProps } from "../detail/AlertDetail.tsx";
import { createLater } from "../ui/later.ts";
import { missingPart } from "./missing-part.ts";

interface Props extends OpenProps {
  readonly isLive: boolean;
}

/**
 * Where the alert that is open stands. What shows it is loaded after the first view, or as soon as one is opened;
 * where the address opens one, the page begins with it.
 */
export function DetailPlace(props: Props) {
  const { openId } = usePageAddress();
  const later = createLater(opened, props, () => openId() !== null);
  return (
    <AlertDetail
      {...props}
      opened={later.loaded()}
      missing={later.isMissing() ? missingPart("The details") : null}
      onRetry={() => void later.want()}
    />
  );
}
