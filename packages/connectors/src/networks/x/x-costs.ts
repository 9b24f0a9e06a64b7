import type { ReadingCosts } from "../../contract/money.ts";
import { readingAges } from "../../pull/reading-ages.ts";
import { followersEveryMs, historyMs, rhythm } from "./pull-x.ts";
import { mostMentions } from "./read-mentions.ts";
import { postRead, userRead } from "./x-prices.ts";

const dayMs = 86_400_000;
/** How far back X may list mentions is not said: a year of them is expected, as far as one pull can find them. */
const daysOfMentions = 365;

/** What `pullX` pays for. A list of what is newer than the last reading costs nothing where nothing is newer. */
export const xCosts: ReadingCosts = {
  ongoing: [
    { what: "new posts", price: postRead, perPost: 1 },
    { what: "totals of posts, read again", price: postRead, perPost: readingAges(rhythm).length },
    { what: "answers and mentions", price: postRead, perAnswer: 1 },
    { what: "number of followers", price: userRead, perDay: dayMs / followersEveryMs },
  ],
  told: [
    { what: "messages about posts, answers and mentions", price: postRead, perPost: 1, perAnswer: 1 },
    { what: "totals of posts that were answered", price: postRead, perAnswer: 1 },
  ],
  first: [
    { what: "posts of the past", price: postRead, perPost: 1, days: historyMs / dayMs },
    {
      what: "answers and mentions of the past",
      price: postRead,
      perAnswer: 1,
      most: mostMentions,
      days: daysOfMentions,
    },
    { what: "the account itself", price: userRead, perDay: 1, days: 1 },
  ],
};
