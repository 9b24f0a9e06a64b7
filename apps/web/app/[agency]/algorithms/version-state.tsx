import type { AlgorithmVersion } from "@headroom/api";
import { type Clock, instantLabel } from "@headroom/insights";

/** Whether a version scores, and where it comes from, in one line. */
export function VersionState({ version, clock }: { version: AlgorithmVersion; clock: Clock }) {
  const { isActive, activeSince, scheduledFor, isBuiltIn, forkedFrom, createdBy, createdAt } = version;
  const origin = isBuiltIn
    ? "Built in"
    : `Made${createdBy === null ? "" : ` by ${createdBy}`} from ${forkedFrom?.title ?? "another version"}${createdAt === null ? "" : `, ${instantLabel(createdAt, clock)}`}`;
  return (
    <p className="text-soft text-sm">
      {isActive && (
        <span className="font-medium text-good">
          <span aria-hidden="true">● </span>Scores now
          {activeSince !== null && `, since ${instantLabel(activeSince, clock)}`}
        </span>
      )}
      {scheduledFor !== null && (
        <span className="font-medium text-warn">
          {isActive && " · "}
          <span aria-hidden="true">◆ </span>Starts {instantLabel(scheduledFor, clock)}
        </span>
      )}
      {(isActive || scheduledFor !== null) && " · "}
      {origin}
    </p>
  );
}
