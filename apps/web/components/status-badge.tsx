import { type ClientStatus, statusLook } from "@headroom/insights";
import { Badge } from "./badge.tsx";

/** Where a client stands. */
export function StatusBadge({ status }: { status: ClientStatus }) {
  return <Badge look={statusLook[status]} />;
}
