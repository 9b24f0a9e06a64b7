/** Where a client stands. The order is the order of urgency. */
export const clientStatuses = ["below", "soon", "held", "unscored", "safe"] as const;
export type ClientStatus = (typeof clientStatuses)[number];

export interface StandingFacts {
  /** Points, 1 to 100; null before anything was read. */
  score: number | null;
  /** Points; null where no level is required. */
  target: number | null;
  /** When the score falls below the target if nothing more happens, epoch ms; Infinity = never, null = not known. */
  fallsAt: number | null;
  /** Channels of which nothing is known at the moment. */
  heldChannels: number;
  /** Channels that are connected or were imported. */
  channels: number;
  now: number;
}

/** A fall within this time is a fall soon: a working day to act in. */
export const soonMs = 24 * 3_600_000;

/** One word for each client. Below the target outranks everything; a hold says that the number is not the whole truth. */
export const clientStatus = (facts: StandingFacts): ClientStatus => {
  const { score, target, fallsAt, now } = facts;
  if (score === null || facts.channels === 0) return "unscored";
  if (target !== null && (score < target || (fallsAt !== null && fallsAt <= now))) return "below";
  if (facts.heldChannels > 0) return "held";
  if (fallsAt !== null && fallsAt - now <= soonMs) return "soon";
  return "safe";
};

/** Shape, word and tone of a status: never colour alone. */
export const statusLook: Readonly<
  Record<
    ClientStatus,
    {
      word: string;
      shape: "triangle-down" | "diamond" | "hatch" | "ring" | "disc";
      tone: "bad" | "warn" | "mute" | "good";
    }
  >
> = {
  below: { word: "Below target", shape: "triangle-down", tone: "bad" },
  soon: { word: "Falls soon", shape: "diamond", tone: "warn" },
  held: { word: "Not heard from", shape: "hatch", tone: "mute" },
  unscored: { word: "No data yet", shape: "ring", tone: "mute" },
  safe: { word: "Safe", shape: "disc", tone: "good" },
};
