import { instantOfLocalTime } from "@headroom/insights";
import type { Context } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";

const farthestMs = 366 * 86_400_000;

/** The instant (epoch ms) at which the zone's clocks show `at`, e.g. `2026-12-24T18:00`; in the future, at most a year ahead. */
export const futureInstant = (
  { io }: Pick<Context, "io">,
  { at, timeZone }: { at: string; timeZone: string },
): number => {
  const instant = instantOfLocalTime(at, timeZone);
  if (instant === null) throw new ServiceError("invalid", "This is not a day and time.", { field: "at" });
  const now = io.now();
  if (instant <= now) throw new ServiceError("invalid", "A planned post lies in the future.", { field: "at" });
  if (instant > now + farthestMs) throw new ServiceError("invalid", "Plan at most a year ahead.", { field: "at" });
  return instant;
};
