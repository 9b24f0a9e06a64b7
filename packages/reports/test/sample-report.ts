import type { WeeklyReport } from "@headroom/insights";

const hourMs = 3_600_000;
/** Monday 26 October 2026, 00:00 in Berlin. */
const from = Date.UTC(2026, 9, 25, 23);
export const weekFrom = from + 21 * 24 * hourMs;
const to = from + 28 * 24 * hourMs;

const line = Array.from({ length: 112 }, (_, i) => ({
  at: from + i * 6 * hourMs,
  score: 49 + 3 * Math.sin(i / 9),
  target: i < 40 ? 47 : 48,
}));

/** An ordinary week as the model tells it: a fall and a return, two channels, five posts. */
export const sample: WeeklyReport = {
  agency: "Bright Agency",
  client: "Harbour Coffee",
  title: "Harbour Coffee, week of 16 Nov",
  period: "Monday 16 to Sunday 22 November 2026 · Europe/Berlin (CET)",
  score: "52.3",
  standing: "4.3 above the target of 48",
  headline: "52.3, 4.3 above the target of 48",
  tone: "good",
  figures: [
    { label: "Change in the week", value: "+2.1", note: "from 50.2 to 52.3" },
    { label: "Headroom", value: "+4.3", note: "against the target of 48" },
    { label: "At or above target", value: "97.2\u00a0%", note: "promise of 95\u00a0% kept" },
    { label: "Safe until", value: "Wed 25 Nov", note: "13:00\u00a0CET" },
  ],
  chart: {
    from,
    to,
    low: 43,
    high: 55,
    line,
    crossings: [
      { at: from + 200 * hourMs, score: 48, direction: "below" },
      { at: from + 230 * hourMs, score: 48.4, direction: "above" },
    ],
    holds: [],
    rest: [],
    marks: [],
    weeks: ["26 Oct", "2 Nov", "9 Nov", "16 Nov"].map((label, i) => ({ at: from + i * 168 * hourMs, label })),
    week: { from: weekFrom, to },
    legend: [
      { sign: "below", text: "fell below target" },
      { sign: "above", text: "back at target" },
    ],
    alt: "Score from 49.0 to 52.3 points, below target once.",
  },
  why: [
    "The score rose by 2.1, from 50.2 to 52.3.",
    "Posts and reactions brought 3.0 points, most of it on @harbour@social.example (2.4).",
    "Time took 0.9 points, most of it from presence (0.6).",
  ],
  posts: Array.from({ length: 5 }, (_, i) => ({
    channel: i % 2 === 0 ? "@harbour@social.example" : "harbour-coffee.example",
    day: `${16 + i} Nov`,
    text: `What we learned from roasting batch number ${i + 1}: a small difference in time, a large one in taste`,
    points: "+0.6",
    reactions: "21 likes, 6 reshares, 3 comments",
  })),
  noPosts: "No post brought points this week.",
  next: [
    "If nothing more happens, the score falls below its target on Wed 25 Nov 2026, 13:00\u00a0CET.",
    "The best next post is on @harbour@social.example: it adds 1.8 within a day, before anyone reacts.",
  ],
  nextAsOf: "Mon 23 Nov 2026, 00:00\u00a0CET",
  made: "Made Mon 23 Nov 2026, 06:00\u00a0CET with Headroom, an open influence score from 1 to 100",
  notes: ["Not told by the networks, so not known rather than zero: harbour-coffee.example: views, likes."],
};

/** A week before anything was read. */
export const empty: WeeklyReport = {
  ...sample,
  score: null,
  standing: "No score yet: no channel has been read",
  headline: "No score yet: no channel has been read",
  tone: "none",
  figures: [],
  chart: null,
  why: ["Connect a channel or import a file, and the next report tells how the score moves and why."],
  posts: [],
  noPosts: null,
  next: [],
  notes: [],
};
