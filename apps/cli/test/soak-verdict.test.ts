import { networks } from "@headroom/connectors";
import { startStandIn } from "@headroom/connectors/stand-ins";
import { describe, expect, test } from "vitest";
import { verdict } from "../src/soak/verdict.ts";

const kept = { requests: 900, accidental: 20, refused: 0, compared: 80, differences: [], drift: 3e-13 };

describe("a soak", () => {
  test("is kept when nothing differs and no limit was passed", () => {
    expect(verdict(kept).isKept).toBe(true);
  });

  test.each([
    ["one request went beyond a limit", { refused: 1 }, "1 beyond a limit"],
    ["one total differs", { differences: ["x: posts: 1 stored, 2 there"] }, "x: posts: 1 stored, 2 there"],
    ["scores drift apart", { drift: 1e-8 }, "differ by 1.0e-8"],
    ["scores are none", { drift: Number.NaN }, "differ by NaN"],
    ["nothing was asked", { requests: 0 }, "0 requests"],
    ["nothing was compared", { compared: 0 }, "0 totals compared"],
  ])("is broken when %s, and says so", (_, finding, line) => {
    const { lines, isKept } = verdict({ ...kept, ...finding });
    expect(isKept).toBe(false);
    expect(lines.join("\n")).toContain(line);
  });

  test.each(networks.map(({ id }) => [id]))("is broken by one request too many of a window at %s", async (id) => {
    const clock = { now: 0 };
    const standIn = await startStandIn[id]({ now: () => clock.now, limit: { requests: 3, windowMs: 1_000 } });
    const ask = async (times: number) => {
      for (let n = 0; n < times; n++) await (await fetch(`${standIn.url}/anything`)).arrayBuffer();
      return verdict({ ...kept, refused: standIn.refused() }).isKept;
    };
    const outcomes = [await ask(3)];
    clock.now = 1_000;
    outcomes.push(await ask(3), await ask(1));
    await standIn.close();
    expect(outcomes).toEqual([true, true, false]);
  });

  test("is not broken by a refusal that was made on purpose", async () => {
    const standIn = await startStandIn.mastodon({ limit: { requests: 3, windowMs: 1_000 } });
    standIn.chaos("rate-limited", 1);
    expect((await fetch(standIn.url)).status).toBe(429);
    await standIn.close();
    expect(verdict({ ...kept, refused: standIn.refused() }).isKept).toBe(true);
  });
});
