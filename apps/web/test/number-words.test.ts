import { describe, expect, test } from "vitest";
import { readingSentences } from "../app/how-the-score-works/networks/number-words.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Between a number and its unit nothing breaks. */
const plain = (sentences: string[]): string[] => sentences.map((sentence) => sentence.replaceAll("\u00a0", " "));

describe("how fresh numbers are", () => {
  test("is said in four sentences for a network that is read by the age of its posts", () => {
    const readings = {
      channel: [
        { postAgeMs: 0, everyMs: 5.8 * minute },
        { postAgeMs: 6 * hour, everyMs: 30 * minute },
      ],
      totals: { count: 9, firstMs: 15 * minute, untilMs: 3 * day, mostPosts: null },
      followersEveryMs: day,
      push: { available: true, note: "Answers only." } as const,
    };
    expect(plain(readingSentences(readings))).toEqual([
      "A channel is read every 6 min while its newest post is fresh, every 30 min when it is 6 h old, give or take a fifth.",
      "A post’s totals are read again up to 9 times, first after 15 min, then ever more rarely until it is 3 days old.",
      "Followers are asked for every 24 h.",
      "It can say by itself that something changed, and is then read within a minute. Answers only.",
    ]);
  });

  test("is said of one that is read whole each time, with the reason why it sends no word itself", () => {
    const readings = {
      channel: [{ postAgeMs: 0, everyMs: 30 * minute }],
      totals: { count: null, firstMs: null, untilMs: 30 * day, mostPosts: 400 },
      followersEveryMs: null,
      push: { available: false, reason: "It offers none." } as const,
    };
    const { followersEveryMs: _, ...withoutFollowers } = readings;
    expect(plain(readingSentences(withoutFollowers)).filter((sentence) => /follower/i.test(sentence))).toEqual([]);
    expect(plain(readingSentences(readings))).toEqual([
      "A channel is read every 30 min, give or take a fifth.",
      "Each time, the totals of all posts younger than 30 days are read again, the newest 400 at most.",
      "Followers are asked for each time.",
      "It offers none.",
    ]);
  });
});
