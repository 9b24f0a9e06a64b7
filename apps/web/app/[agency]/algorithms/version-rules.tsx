import { type Algorithm, componentIds, componentTitles, type InboundKind } from "@headroom/scoring";
import { formula, number, partMeaning, partRule } from "../../how-the-score-works/part-words.ts";

const reactionKinds: readonly InboundKind[] = ["comment", "reshare", "mention", "save", "like", "click", "view"];

/** All of an algorithm in words: the formula, each component's rule, and what a reaction is worth. */
export function VersionRules({ algorithm }: { algorithm: Algorithm }) {
  const counted = componentIds.filter((id) => (algorithm.weights[id] ?? 0) > 0);
  return (
    <div className="mt-2 flex flex-col gap-3 text-sm">
      <p className="number">score = 1 + 99 × ({formula(algorithm, componentTitles)})</p>
      <dl className="grid gap-x-6 gap-y-2.5 sm:grid-cols-[10rem_1fr]">
        {counted.map((id) => (
          <div key={id} className="sm:contents">
            <dt className="font-medium">
              {componentTitles[id]}
              <span className="number block font-normal text-soft">
                {number(Math.round((algorithm.weights[id] ?? 0) * 1_000) / 10)} % of the points
              </span>
            </dt>
            <dd>
              {partMeaning[id]} {partRule(algorithm, id)}
            </dd>
          </div>
        ))}
        <div className="sm:contents">
          <dt className="font-medium">Reactions</dt>
          <dd>
            Worth in likes:{" "}
            {reactionKinds.map((kind) => `${kind} ${number(algorithm.engagement.reactions[kind])}`).join(", ")}.
          </dd>
        </div>
      </dl>
    </div>
  );
}
