import type { ClientTopics, Topic } from "@headroom/api";
import { type Clock, count, instantLabel, percent, shortened } from "@headroom/insights";
import { api } from "../../../../trpc/server.ts";
import { TopicActions } from "./topic-actions.tsx";
import { TopicUndo } from "./topic-undo.tsx";

interface TopicsProps {
  agency: string;
  clientId: string;
  clock: Clock;
}

/** What the client is known for, each topic with the posts it rests on. */
export async function TopicsPanel({ agency, clientId, clock }: TopicsProps) {
  const found = await (await api(agency)).client.topics({ clientId });
  const { topics, decisions, mayDecide } = found;
  const names = topics.map(({ topic }) => topic);
  return (
    <section aria-labelledby="topics" className="rounded-lg border border-line bg-paper p-4">
      <h2 id="topics">Known for</h2>
      <p className="text-soft text-sm">{basis(found)}</p>
      {topics.length === 0 && <p className="mt-2">No topic yet: each needs at least five posts that speak of it.</p>}
      <ul className="mt-2 divide-y divide-line">
        {topics.map((topic) => (
          <li key={topic.topic} className="py-2">
            <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <span className="font-medium">{topic.topic}</span>
              <span className="mr-auto text-soft text-sm">{sampleText(topic)}</span>
              {mayDecide && (
                <TopicActions
                  agency={agency}
                  clientId={clientId}
                  topic={topic.topic}
                  isPinned={topic.isPinned}
                  others={names.filter((name) => name !== topic.topic)}
                />
              )}
            </div>
            <p className="text-soft text-xs">
              {[topic.category, topic.merged.length > 0 ? `with ${topic.merged.join(", ")}` : null]
                .filter(Boolean)
                .join(" · ")}
            </p>
            <Evidence topic={topic} clock={clock} />
          </li>
        ))}
      </ul>
      {decisions.length > 0 && (
        <details className="mt-2 text-sm">
          <summary className="cursor-pointer text-accent">{count(decisions.length, "decision")} by people</summary>
          <ul className="mt-2 divide-y divide-line">
            {decisions.map((decision) => (
              <li key={decision.topic} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
                <span className="mr-auto">
                  {decisionText(decision)}
                  <span className="text-soft">
                    {" "}
                    {instantLabel(decision.decidedAt, clock)}
                    {decision.decidedBy === null ? "" : `, by ${decision.decidedBy}`}
                  </span>
                </span>
                {mayDecide && <TopicUndo agency={agency} clientId={clientId} topic={decision.topic} />}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Evidence({ topic, clock }: { topic: Topic; clock: Clock }) {
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-accent">
        Evidence<span className="sr-only"> for {topic.topic}</span>
      </summary>
      <ul className="mt-1 list-disc pl-5">
        {topic.evidence.map((post) => (
          <li key={`${post.channelId} ${post.nativeId}`} className="break-words py-0.5">
            {post.url === null ? (
              shortened(post.text, 140)
            ) : (
              <a href={post.url} className="underline underline-offset-2" rel="noreferrer">
                {shortened(post.text, 140)}
              </a>
            )}
            <span className="ml-1.5 text-soft">
              {instantLabel(post.at, clock)}, {count(post.reactions, "reaction")}
            </span>
          </li>
        ))}
        {topic.posts > topic.evidence.length && (
          <li className="text-soft">and {count(topic.posts - topic.evidence.length, "more post")}</li>
        )}
      </ul>
    </details>
  );
}

const sampleText = ({ posts, reactions, reactionShare, isPinned }: Topic): string => {
  const share = reactionShare === null ? "" : `, ${percent(reactionShare)} of all`;
  return `${isPinned ? "pinned · " : ""}${count(posts, "post")}, ${count(reactions, "reaction")}${share}`;
};

const basis = ({ posts, postsRead }: ClientTopics): string => {
  const unread = posts - postsRead;
  const rest = unread === 0 ? "" : `; ${count(unread, "post is", "posts are")} not read yet`;
  return `From ${count(postsRead, "post")} of the last 180 days and what they drew${rest}. Texts are read in English, of other languages hashtags only.`;
};

const decisionText = ({ topic, decision, into }: ClientTopics["decisions"][number]): string => {
  switch (decision) {
    case "pin":
      return `“${topic}” is pinned; it shows once five posts speak of it.`;
    case "veto":
      return `“${topic}” is not shown.`;
    case "merge":
      return `“${topic}” counts as “${into ?? ""}”.`;
    default:
      return decision satisfies never;
  }
};
