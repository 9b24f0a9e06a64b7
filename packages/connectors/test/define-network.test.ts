import { expect, test } from "vitest";
import { defineNetwork } from "../src/contract/network.ts";
import { networks } from "../src/index.ts";
import { subject } from "./networks/bluesky/subjects.ts";
import { stage, startOfTest } from "./subject.ts";

const named = async (title: string): Promise<string | undefined> => {
  const [any] = networks;
  const channel = { nativeId: "1", title, url: "https://net.example/1", config: null, knows: [] };
  const network = defineNetwork({ ...any, discover: async () => ({ channels: [channel] }) });
  const { ctx, standIn } = await stage(subject);
  const { channels } = await network.discover({ ...ctx, now: () => startOfTest }, {});
  await standIn.close();
  return channels[0]?.title;
};

test.each([
  ["Rye & Co.", "Rye & Co."],
  ["<b>Rye</b>", "<b>Rye</b>"],
  ["  Rye\n\tand\u0000 oats\u0007 ", "Rye and oats"],
  ["\u202eeyR", "eyR"],
  ["\u202e", "1"],
  [`Rye ${"!".repeat(1_000_000)}`, `Rye ${"!".repeat(495)}…`],
])("a channel is named in one short line that turns nothing around: %#", async (title, expected) => {
  expect(await named(title)).toBe(expected);
});
