import type { Role } from "../context/context.ts";

/** Everyone and everything here is invented. */

export const demoPassword = "headroom-demo";

export interface DemoMember {
  key: string;
  name: string;
  email: string;
  role: Role;
}

export const demoMembers: readonly DemoMember[] = [
  { key: "mona", name: "Mona Manager", email: "manager@demo.example", role: "owner" },
  { key: "sam", name: "Sam Staffer", email: "staffer@demo.example", role: "staffer" },
  { key: "sue", name: "Sue Staffer", email: "sue@demo.example", role: "staffer" },
  { key: "stan", name: "Stan Staffer", email: "stan@demo.example", role: "staffer" },
  { key: "vera", name: "Vera Viewer", email: "client@demo.example", role: "viewer" },
];

export interface DemoChannel {
  network: "mastodon" | "bluesky" | "blog";
  handle: string;
  followers: number;
  postsPerDay: number;
  /** Share of posts that carry a link. */
  links: number;
  /** Mean reactions to one post. */
  likes: number;
  reshares: number;
  comments: number;
}

export interface DemoClient {
  name: string;
  timeZone: string;
  staffer: "sam" | "sue" | "stan" | null;
  viewer?: true;
  /** Own target; null: the agency's default. */
  target: number | null;
  channels: readonly DemoChannel[];
  /** What its posts are about; the first oftenest. */
  speaksOf: readonly string[];
  /** Days before now in which nobody posted, as [from, to). */
  quietDays?: readonly [number, number];
  /** Days before now in which the first channel could not be read, as [from, to); to = 0 lasts until now. */
  outageDays?: readonly [number, number];
  /** Posts to come: hours from now, on the first channel. */
  planned?: readonly { inHours: number; note: string }[];
  /** Time off that was agreed, days from now, as [from, to). */
  restDays?: readonly [number, number];
  /** How much of its usual activity the client has by now: below 1 it fades. */
  trend?: number;
}

const mastodon = (handle: string, size: number, postsPerDay: number): DemoChannel => ({
  network: "mastodon",
  handle: `@${handle}@social.example`,
  followers: Math.round(900 * size),
  postsPerDay,
  links: 0.4,
  likes: 4 * size,
  reshares: 1.6 * size,
  comments: 0.8 * size,
});

const bluesky = (handle: string, size: number, postsPerDay: number): DemoChannel => ({
  network: "bluesky",
  handle: `${handle}.sky.example`,
  followers: Math.round(1_300 * size),
  postsPerDay,
  links: 0.3,
  likes: 6 * size,
  reshares: 1.8 * size,
  comments: 1 * size,
});

const blog = (handle: string, size: number, postsPerDay: number): DemoChannel => ({
  network: "blog",
  handle: `${handle}.example`,
  followers: 0,
  postsPerDay,
  links: 0.9,
  likes: 0,
  reshares: 0,
  comments: 2 * size,
});

export const demoClients: readonly DemoClient[] = [
  {
    name: "Bramble Bakery",
    speaksOf: ["sourdough bread", "rye bread", "wedding cakes", "cinnamon buns", "the baking class"],
    timeZone: "Europe/Berlin",
    staffer: "sam",
    viewer: true,
    target: null,
    planned: [
      { inHours: 26, note: "Rye bread is back" },
      { inHours: 74, note: "Wedding cakes for spring" },
      { inHours: 122, note: "Save the date for the baking class" },
    ],
    channels: [mastodon("bramble", 1.2, 2.2), bluesky("bramble", 1.1, 1.6), blog("bramble-bakery", 1, 0.25)],
  },
  {
    name: "Copperkettle Coffee",
    speaksOf: ["espresso", "cold brew", "latte art", "coffee beans", "the roastery"],
    timeZone: "Europe/London",
    staffer: "sam",
    target: 42,
    channels: [bluesky("copperkettle", 1.8, 2.4), mastodon("copperkettle", 0.8, 1.2)],
  },
  {
    name: "Driftwood Surf School",
    speaksOf: ["surf lessons", "longboards", "wetsuits", "ocean swell", "beach clean-ups"],
    timeZone: "Europe/Lisbon",
    staffer: "sam",
    target: null,
    channels: [bluesky("driftwood", 0.9, 1.5), blog("driftwood-surf", 0.8, 0.2)],
    quietDays: [24, 15],
  },
  {
    name: "Elderflower Florists",
    speaksOf: ["wedding flowers", "dried flowers", "peonies", "window boxes"],
    timeZone: "Europe/Berlin",
    staffer: "sam",
    target: null,
    channels: [mastodon("elderflower", 0.6, 1)],
    trend: 0.3,
  },
  {
    name: "Foxglove Books",
    speaksOf: ["crime novels", "poetry", "picture books", "the reading group", "translated fiction"],
    timeZone: "Europe/London",
    staffer: "sue",
    target: 45,
    channels: [mastodon("foxglove", 2.4, 3), bluesky("foxglove", 2, 2.5), blog("foxglove-books", 2, 0.4)],
  },
  {
    name: "Gullwing Bicycles",
    speaksOf: ["cargo bikes", "electric bikes", "bike repair", "gravel bikes", "commuter routes"],
    timeZone: "Europe/Amsterdam",
    staffer: "sue",
    target: null,
    channels: [mastodon("gullwing", 1.4, 1.8), bluesky("gullwing", 1, 1)],
    outageDays: [20, 17],
  },
  {
    name: "Hazelnut Hotel",
    speaksOf: ["breakfast", "garden suites", "the spa", "city breaks"],
    timeZone: "America/New_York",
    staffer: "sue",
    target: null,
    channels: [bluesky("hazelnut", 1.5, 1.8), blog("hazelnut-hotel", 1, 0.3)],
    outageDays: [2, 0],
  },
  {
    name: "Inkwell Stationers",
    speaksOf: ["fountain pens", "notebooks", "letterpress cards", "handmade paper"],
    timeZone: "Europe/Berlin",
    staffer: "sue",
    target: 35,
    channels: [mastodon("inkwell", 0.9, 1.4), blog("inkwell", 0.8, 0.3)],
  },
  {
    name: "Juniper Yoga",
    planned: [{ inHours: 30, note: "Morning yoga in December" }],
    restDays: [5, 7],
    speaksOf: ["yin yoga", "breathing exercises", "morning yoga", "the retreat"],
    timeZone: "Europe/Berlin",
    staffer: "stan",
    target: null,
    channels: [bluesky("juniper", 0.7, 1.2), mastodon("juniper", 0.5, 0.8)],
  },
  {
    name: "Kestrel Outdoor",
    speaksOf: ["mountain trails", "hiking boots", "rain jackets", "alpine huts", "trail running"],
    timeZone: "Europe/Vienna",
    staffer: "stan",
    target: 48,
    channels: [mastodon("kestrel", 3, 3), bluesky("kestrel", 3.5, 3), blog("kestrel-outdoor", 2.5, 0.5)],
  },
  {
    name: "Lantern Theatre",
    speaksOf: ["opening nights", "rehearsals", "stage lighting", "puppet theatre"],
    timeZone: "Europe/London",
    staffer: "stan",
    target: null,
    channels: [bluesky("lantern", 1.3, 1.4), mastodon("lantern", 1, 1)],
    trend: 1.4,
  },
  {
    name: "Marmalade Records",
    speaksOf: ["vinyl", "album covers", "live sessions", "record shops"],
    timeZone: "America/Los_Angeles",
    staffer: null,
    target: null,
    channels: [bluesky("marmalade", 1, 0.8)],
    trend: 0.6,
  },
];

/** How posts begin; what they are about follows. */
export const demoOpeners = [
  "Behind the scenes this morning:",
  "A question for you about",
  "New in this week:",
  "A small tip from the team on",
  "Thank you for asking about",
  "What we like most about",
  "Save the date for",
  "An answer to what many of you asked on",
] as const;
