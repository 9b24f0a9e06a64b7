import { networks } from "@headroom/connectors";
import { describe, expect, test } from "vitest";
import { describeNumbers } from "../src/networks/describe-numbers.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const numbersOf = (id: string) => describeNumbers().find((network) => network.id === id);

describe("what is said of a network's numbers", () => {
  test("is said of every network, each of its numbers being either used or unknown, never both", () => {
    expect(describeNumbers().map(({ id }) => id)).toEqual(networks.map(({ id }) => id));
    for (const { used, unknown } of describeNumbers()) {
      const kinds = [...used, ...unknown].map(({ kind }) => kind);
      expect(kinds.length).toBe(10);
      expect(new Set(kinds).size).toBe(10);
    }
  });

  test("is that X tells no clicks, and reposts and quotes together", () => {
    const x = numbersOf("x");
    expect(x?.unknown.map(({ kind }) => kind)).toEqual(["click"]);
    expect(x?.used.find(({ kind }) => kind === "reshare")).toEqual({
      kind: "reshare",
      theirs: "Reposts and quotes",
      from: [
        { call: "GET /2/users/{id}/tweets", field: "data[].public_metrics.retweet_count" },
        { call: "GET /2/users/{id}/tweets", field: "data[].public_metrics.quote_count" },
      ],
      note: "Added up.",
    });
  });

  test("is how often a channel is read as its newest post gets older, at X often at first and at Pinterest never more", () => {
    // Half of what a post on X draws comes within 46.5 minutes: an eighth of that is 5.8.
    expect(numbersOf("x")?.readings.channel).toEqual([
      { postAgeMs: 0, everyMs: expect.closeTo(5.815 * minute, -3) },
      { postAgeMs: 3 * hour, everyMs: 15 * minute },
      { postAgeMs: 6 * hour, everyMs: 30 * minute },
    ]);
    expect(numbersOf("pinterest")?.readings.channel).toEqual([{ postAgeMs: 0, everyMs: 30 * minute }]);
  });

  test("is nothing of followers where they are not told", () => {
    expect(numbersOf("flickr")?.readings).not.toHaveProperty("followersEveryMs");
  });

  test.each([
    ["x", { count: 9, firstMs: 15 * minute, untilMs: 3 * day, mostPosts: null }, day],
    ["mastodon", { count: null, firstMs: null, untilMs: 30 * day, mostPosts: 400 }, null],
    ["youtube", { count: 20, firstMs: 15 * minute, untilMs: 30 * day, mostPosts: null }, 6 * hour],
  ])("is how often totals and followers are read at %s", (id, totals, followersEveryMs) => {
    expect(numbersOf(id)?.readings).toMatchObject({ totals, followersEveryMs });
  });
});
