import type { AlgorithmVersion } from "@headroom/api";
import { type Clock, instantLabel } from "@headroom/insights";
import { Badge } from "../../../components/badge.tsx";

/** Whether a version scores, and where it comes from, in one line. */
export function VersionState({ version, clock }: { version: AlgorithmVersion; clock: Clock }) {
  const { isActive, activeSince, scheduledFor } = version;
  const since = activeSince === null ? "" : ` since ${instantLabel(activeSince, clock)}`;
  return (
    <div className="flex flex-wrap items-center gap-x-3 text-soft text-sm">
      {isActive && <Badge look={{ word: `Scores now${since}`, shape: "disc", tone: "good" }} />}
      {scheduledFor !== null && (
        <Badge look={{ word: `Starts ${instantLabel(scheduledFor, clock)}`, shape: "diamond", tone: "warn" }} />
      )}
      <span>{originOf(version, clock)}</span>
    </div>
  );
}

const originOf = (version: AlgorithmVersion, clock: Clock): string => {
  const { isBuiltIn, forkedFrom, createdBy, createdAt } = version;
  if (isBuiltIn) return "Built in";
  const by = createdBy === null ? "" : ` by ${createdBy}`;
  const when = createdAt === null ? "" : `, ${instantLabel(createdAt, clock)}`;
  return `Made${by} from ${forkedFrom?.title ?? "another version"}${when}`;
};
