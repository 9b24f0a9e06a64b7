import { duration } from "./format-duration.ts";
import { count } from "./format-points.ts";

export interface CurveFacts {
  medianMs: number;
  basis: "published" | "assumed" | "own";
  sample: { reactions: number; posts: number };
}

/** How fast reactions come and how we know: `half of the reactions come within 46 min – published figure`. */
export const curveWords = ({ medianMs, basis, sample }: CurveFacts): string =>
  `half of the reactions come within ${duration(medianMs)} – ${basisWords({ basis, sample })}`;

const basisWords = ({ basis, sample }: Omit<CurveFacts, "medianMs">): string => {
  switch (basis) {
    case "own":
      return `from ${count(sample.reactions, "reaction")} of its own to ${count(sample.posts, "post")}`;
    case "published":
      return `published figure for the network${tooFew(sample.reactions)}`;
    case "assumed":
      return `assumed for the network${tooFew(sample.reactions)}`;
    default:
      return basis satisfies never;
  }
};

/** Reactions that only totals tell of have no instant of their own. */
const tooFew = (reactions: number): string =>
  reactions === 0
    ? ""
    : `, since only ${count(reactions, "reaction")} of its own ${reactions === 1 ? "is" : "are"} known to the minute`;
