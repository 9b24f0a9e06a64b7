import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../src/index.ts";
import { type Mention, readMentions } from "../../../src/networks/graph/read-mentions.ts";
import { jsonServer } from "../../json-server.ts";
import { collect, startOfTest } from "../../subject.ts";

const mention = (id: string, at: number, by: string | undefined = "zoe"): Mention => ({ id, at, by });
const told = async (mentions: Mention[], state: JsonValue = null) => {
  const { ctx } = await jsonServer(() => undefined);
  const asked: (number | null)[] = [];
  const list = async (since: number | null) => {
    asked.push(since);
    return mentions;
  };
  const parts = await collect(readMentions(ctx, { networkId: "facebook", list }, state));
  return { keys: parts.flatMap(({ signals }) => signals.map(({ nativeKey }) => nativeKey)), parts, asked };
};

describe("mentions", () => {
  it("are told once, and later only newer ones", async () => {
    const first = await told([mention("2", 20), mention("1", 10)]);
    expect(first.keys).toEqual(["mention:2", "mention:1"]);
    const state = JSON.parse(JSON.stringify(first.parts.at(-1)?.state));
    const second = await told([mention("3", 30), mention("2", 20)], state);
    expect(second.keys).toEqual(["mention:3"]);
    expect([first.asked, second.asked]).toEqual([[null], [20]]);
  });

  it("of the very same instant are told apart", async () => {
    const state = (await told([mention("1", 10)])).parts.at(-1)?.state ?? null;
    const second = await told([mention("2", 10), mention("1", 10)], state);
    expect(second.keys).toEqual(["mention:2"]);
    const third = await told([mention("2", 10), mention("1", 10)], second.parts.at(-1)?.state ?? null);
    expect(third.parts).toEqual([]);
  });

  it("name nobody where the network does not", async () => {
    const { parts } = await told([{ id: "1", at: startOfTest, by: undefined }]);
    expect(parts[0]?.signals).toEqual([{ nativeKey: "mention:1", kind: "mention", at: startOfTest, count: 1 }]);
  });

  it("without an instant are passed over", async () => {
    expect((await told([mention("1", Number.NaN), mention("2", 10)])).keys).toEqual(["mention:2"]);
  });

  it("are told from the beginning where the state is not understood", async () => {
    expect((await told([mention("1", 10)], { of: "the past" })).keys).toEqual(["mention:1"]);
  });
});
