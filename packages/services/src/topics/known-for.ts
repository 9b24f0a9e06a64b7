import { categoryOf } from "./taxonomy.ts";

/** A post as evidence of topics. */
export interface EvidencePost {
  channelId: string;
  nativeId: string;
  /** Epoch ms. */
  at: number;
  text: string;
  url: string | null;
  /** Likes, reshares, comments and the like that it drew; views do not count. */
  reactions: number;
  topics: readonly string[];
}

/** What a person said about a topic. */
export interface TopicDecision {
  topic: string;
  decision: "pin" | "veto" | "merge";
  into: string | null;
}

/** What a client is known for, with what it rests on. */
export interface Topic {
  topic: string;
  /** Its place in the open taxonomy, where it has one. */
  category: string | null;
  isPinned: boolean;
  /** Topics that were merged into it. */
  merged: string[];
  /** How many posts speak of it: the sample. */
  posts: number;
  reactions: number;
  /** Share of all reactions that its posts drew, 0 to 1; null where no post drew any. */
  reactionShare: number | null;
  /** Those that drew most first. */
  evidence: Omit<EvidencePost, "topics">[];
}

/** With fewer posts there is no topic. */
export const fewestPosts = 5;
/** Shown of each topic. */
const shownPosts = 5;

/**
 * The topics of posts in order of the reactions that they drew, pinned ones first. Decisions come before counting: vetoed
 * topics never appear, merged ones count as what they were merged into. A topic whose posts nearly all speak of a longer
 * one is left to that, also where a person vetoed it: `bread` where it is always `sourdough bread`.
 */
export const knownFor = (posts: readonly EvidencePost[], decisions: readonly TopicDecision[]): Topic[] => {
  const rule = rulesOf(decisions);
  const parts = partsOfOthers(evidenceOf(posts, ({ topics }) => topics));
  const evidence = evidenceOf(posts, ({ topics }) =>
    topics
      .filter((topic) => rule.isWanted(topic) || !parts.has(topic))
      .map(rule.meant)
      .filter((topic) => !rule.isVetoed(topic)),
  );
  const all = sumOf(posts);
  return [...evidence]
    .map(([topic, of]): Topic => {
      const ranked = [...of].sort((a, b) => b.reactions - a.reactions || b.at - a.at);
      const reactions = sumOf(ranked);
      return {
        topic,
        category: categoryOf(topic),
        isPinned: rule.isPinned(topic),
        merged: rule.mergedInto(topic),
        posts: of.size,
        reactions,
        reactionShare: all === 0 ? null : reactions / all,
        evidence: ranked.slice(0, shownPosts).map(({ topics: _, ...post }) => post),
      };
    })
    .sort(
      (a, b) =>
        Number(b.isPinned) - Number(a.isPinned) ||
        b.reactions - a.reactions ||
        b.posts - a.posts ||
        a.topic.localeCompare(b.topic),
    );
};

/** Topics with enough posts to be one. */
const evidenceOf = (
  posts: readonly EvidencePost[],
  topicsOf: (post: EvidencePost) => readonly string[],
): ReadonlyMap<string, ReadonlySet<EvidencePost>> => {
  const evidence = new Map<string, Set<EvidencePost>>();
  for (const post of posts) {
    for (const topic of topicsOf(post)) evidence.set(topic, (evidence.get(topic) ?? new Set()).add(post));
  }
  return new Map([...evidence].filter(([, of]) => of.size >= fewestPosts));
};

const sumOf = (posts: readonly EvidencePost[]): number => posts.reduce((sum, { reactions }) => sum + reactions, 0);

const rulesOf = (decisions: readonly TopicDecision[]) => {
  const byTopic = new Map(decisions.map((decision) => [decision.topic, decision]));
  // Merging is refused where it would lead back, so this ends; a limit keeps a hand-made ring from hanging a page.
  const meant = (topic: string): string => {
    let found = topic;
    for (let step = 0; step < decisions.length; step++) {
      const decision = byTopic.get(found);
      if (decision?.decision !== "merge" || decision.into === null) break;
      found = decision.into;
    }
    return found;
  };
  return {
    meant,
    isVetoed: (topic: string) => byTopic.get(topic)?.decision === "veto",
    isPinned: (topic: string) => byTopic.get(topic)?.decision === "pin",
    /** Somebody chose this very word, however short. */
    isWanted: (topic: string) => byTopic.get(topic)?.decision === "pin" || decisions.some(({ into }) => into === topic),
    mergedInto: (topic: string) =>
      decisions
        .filter(
          (decision) => decision.decision === "merge" && decision.topic !== topic && meant(decision.topic) === topic,
        )
        .map((decision) => decision.topic)
        .sort(),
  };
};

/** So much of its evidence speaks of the longer topic. */
const mostlyShared = 0.8;

/** The topics that are left to a longer one: found by taking every longer topic apart, not by comparing all with all. */
const partsOfOthers = (all: ReadonlyMap<string, ReadonlySet<EvidencePost>>): ReadonlySet<string> => {
  const byLowerCase = new Map([...all.keys()].map((topic) => [topic.toLowerCase(), topic]));
  const parts = new Set<string>();
  for (const [longer, evidence] of all) {
    for (const phrase of shorterPhrases(longer.toLowerCase().split(" "))) {
      const part = byLowerCase.get(phrase);
      if (part === undefined || parts.has(part)) continue;
      const own = all.get(part) ?? new Set<EvidencePost>();
      let shared = 0;
      for (const post of own) if (evidence.has(post)) shared++;
      if (shared >= mostlyShared * own.size) parts.add(part);
    }
  }
  return parts;
};

const shorterPhrases = (words: readonly string[]): string[] =>
  words.flatMap((_, from) =>
    words
      .slice(from)
      .map((_, length) => words.slice(from, from + length + 1))
      .filter((part) => part.length < words.length)
      .map((part) => part.join(" ")),
  );
