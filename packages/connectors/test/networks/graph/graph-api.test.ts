import { describe, expect, it } from "vitest";
import { z } from "zod";
import { askInPages } from "../../../src/networks/graph/ask-in-pages.ts";
import { askGraph, type GraphDoor, type GraphSession } from "../../../src/networks/graph/graph-api.ts";
import { edgeOf } from "../../../src/networks/graph/graph-edge.ts";
import { isShown } from "../../../src/networks/graph/is-shown.ts";
import { askWithMetrics } from "../../../src/networks/graph/read-insights.ts";
import { walkEdge } from "../../../src/networks/graph/walk-edge.ts";
import { type Answer, type Asked, jsonServer } from "../../json-server.ts";
import { errorOf } from "../../subject.ts";

const facebookLike: GraphDoor = {
  networkId: "facebook",
  title: "Facebook",
  origin: "https://graph.facebook.com",
  version: "v26.0",
  tokenIn: "header",
  signs: true,
};
const threadsLike: GraphDoor = { ...facebookLike, version: "v1.0", tokenIn: "query", signs: false };

/** A server of the Graph's kind, and who asks it. */
const stage = async (answer: (asked: Asked) => Answer, door: GraphDoor = facebookLike) => {
  const server = await jsonServer(answer);
  const ctx = { ...server.ctx, baseUrls: { facebook: server.origin }, app: { id: "app", secret: "hush" } };
  const session: GraphSession = { door, token: "T" };
  const ask = (query: Readonly<Record<string, string | null>> = {}) =>
    askGraph(ctx, session, { path: "/1", query, schema: z.object({ id: z.string() }) });
  return { ...server, ctx, session, ask };
};

const good: Answer = { json: { id: "1" } };
const refusal = (code: number, error_subcode?: number): Answer => ({
  status: 400,
  json: { error: { code, error_subcode } },
});

describe("a call", () => {
  it("names the version, carries the token in a header and is signed, at Facebook", async () => {
    const { ask, asked } = await stage(() => good);
    await ask({ fields: "id" });
    expect(asked[0]?.url.pathname).toBe("/v26.0/1");
    expect(asked[0]?.authorization).toBe("Bearer T");
    // echo -n T | openssl dgst -sha256 -hmac hush
    expect([...(asked[0]?.url.searchParams ?? [])]).toEqual([
      ["fields", "id"],
      ["appsecret_proof", "f6d488bd1e3d2497fa7ce0dd4c70bd8571e5315aff83a0d4389ffaf2c8e31122"],
    ]);
  });

  it("carries the token in its address and no signature where the documentation has it so", async () => {
    const { ask, asked } = await stage(() => good, threadsLike);
    await ask();
    expect(asked[0]?.url.pathname).toBe("/v1.0/1");
    expect([...(asked[0]?.url.searchParams ?? [])]).toEqual([["access_token", "T"]]);
    expect(asked[0]?.authorization).toBeUndefined();
  });

  it("leaves out what is not asked for", async () => {
    const { ask, asked } = await stage(() => good);
    await ask({ after: null, limit: "5" });
    expect(asked[0]?.url.search).not.toContain("after");
  });

  it("goes unsigned where no app is set up", async () => {
    const { ctx, session, asked } = await stage(() => good);
    const { app: _, ...without } = ctx;
    await askGraph(without, session, { path: "/1", schema: z.object({}) });
    expect(asked[0]?.url.search).toBe("");
  });

  it("never shows the token in its error", async () => {
    const { ask } = await stage(() => ({ json: { id: 7 } }), { ...threadsLike, tokenIn: "query" });
    const error = await errorOf(ask());
    expect(error).toMatchObject({ code: "malformed", message: expect.not.stringContaining("access_token") });
  });
});

describe("a token that is refused", () => {
  it("is replaced by what is stored now, once", async () => {
    const { ask, session, asked } = await stage(({ authorization }) =>
      authorization === "Bearer NEW" ? good : refusal(190, 463),
    );
    session.renew = async (stale) => (stale === "T" ? "NEW" : stale);
    expect(await ask()).toEqual({ id: "1" });
    expect([asked.length, session.token]).toEqual([2, "NEW"]);
  });

  it("ends the reading where nothing better is stored", async () => {
    const { ask, session, asked } = await stage(() => refusal(190, 463));
    session.renew = async (stale) => stale;
    expect(await errorOf(ask())).toMatchObject({ code: "unauthorized", needsReconnect: true });
    expect(asked).toHaveLength(1);
  });

  it("ends the reading where what is stored is refused as well", async () => {
    const { ask, session, asked } = await stage(() => refusal(190, 460));
    session.renew = async () => "NEW";
    expect(await errorOf(ask())).toMatchObject({ code: "unauthorized" });
    expect(asked).toHaveLength(2);
  });

  it("is not replaced for any other trouble", async () => {
    const { ask, session, asked } = await stage(() => refusal(10));
    session.renew = async () => "NEW";
    expect(await errorOf(ask())).toMatchObject({ code: "forbidden" });
    expect(asked).toHaveLength(1);
  });
});

describe("a page that is too much", () => {
  const sized = (most: number) =>
    stage(({ url }) => (Number(url.searchParams.get("limit")) > most ? refusal(1) : good));
  const query = { path: "/1/posts", query: { fields: "id" }, schema: z.object({ id: z.string() }) };

  it("is asked again as a small one, and so are those that follow", async () => {
    const { ctx, session, asked } = await sized(10);
    const size = { now: 50, least: 10 };
    await askInPages(ctx, session, { ...query, size });
    await askInPages(ctx, session, { ...query, size });
    expect(asked.map(({ url }) => url.searchParams.get("limit"))).toEqual(["50", "10", "10"]);
  });

  it("is their trouble where a small one is too much as well", async () => {
    const { ctx, session, asked } = await sized(0);
    const error = await errorOf(askInPages(ctx, session, { ...query, size: { now: 50, least: 10 } }));
    expect(error).toMatchObject({ code: "unavailable", retryable: true });
    expect(asked).toHaveLength(2);
  });
});

describe("a walk through pages", () => {
  /** Five pages of one item. */
  const pages = () =>
    stage(({ url }) => {
      const at = Number(url.searchParams.get("after") ?? 1);
      const next = at < 5 ? { next: "https://graph.example/?access_token=T" } : {};
      return { json: { data: [{ id: String(at) }], paging: { cursors: { after: String(at + 1) }, ...next } } };
    });
  const list = { path: "/1/list", schema: edgeOf(z.object({ id: z.string() })) };

  it("ends with the last page", async () => {
    const { ctx, session } = await pages();
    const items = await walkEdge(ctx, session, { ...list, most: 10 });
    expect(items.map(({ id }) => id)).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("asks for no more pages than it may", async () => {
    const { ctx, session, asked } = await pages();
    expect(await walkEdge(ctx, session, { ...list, most: 2 })).toHaveLength(2);
    expect(asked).toHaveLength(2);
  });

  it("ends where what it found is enough", async () => {
    const { ctx, session } = await pages();
    const goOn = (items: readonly { id: string }[]) => items.every(({ id }) => id !== "3");
    expect(await walkEdge(ctx, session, { ...list, most: 10, goOn })).toHaveLength(3);
  });
});

describe("metrics", () => {
  /** A network where some metrics are dead, asked for others as well. */
  const asking = async (dead: readonly string[], code = 100) => {
    const { ask, asked } = await stage(({ url }) =>
      dead.some((name) => url.searchParams.get("metric")?.split(",").includes(name)) ? refusal(code) : good,
    );
    const metrics = { alive: ["a", "b", "c"] };
    const read = () => askWithMetrics(metrics, (names) => ask({ metric: names.join(",") }));
    return { metrics, read, asked };
  };

  it.each([
    ["none is dead", [], ["a", "b", "c"], 1],
    ["one is dead", ["b"], ["a", "c"], 5],
    ["all are dead", ["a", "b", "c"], [], 5],
  ])("that are alive are kept: %s", async (_, dead, alive, calls) => {
    const { metrics, read, asked } = await asking(dead);
    expect(await read()).toEqual({ id: "1" });
    expect([metrics.alive, asked.length]).toEqual([alive, calls]);
    await read();
    expect(asked).toHaveLength(calls + 1);
  });

  it("that this app may not see are as good as dead", async () => {
    const { metrics, read } = await asking(["a"], 10);
    await read();
    expect(metrics.alive).toEqual(["b", "c"]);
  });

  it.each([
    ["a limit", 4, "rate-limited"],
    ["a dead token", 190, "unauthorized"],
    ["their own trouble", 2, "unavailable"],
  ])("are not blamed for %s", async (_, number, code) => {
    const { metrics, read, asked } = await asking(["a"], number);
    expect(await errorOf(read())).toMatchObject({ code });
    expect([metrics.alive.length, asked.length]).toEqual([3, 1]);
  });
});

describe("a list", () => {
  it.each([
    ["is shown", good, true],
    ["needs a permission", refusal(10), false],
    ["is not a list of this door", refusal(100), false],
    ["is not there", refusal(100, 33), false],
  ])("that %s", async (_, answer, shown) => {
    const { ctx, session } = await stage(() => answer);
    expect(await isShown(ctx, session, "/1/tags")).toBe(shown);
  });

  it("that cannot be asked for just now is neither", async () => {
    const { ctx, session } = await stage(() => refusal(4));
    expect(await errorOf(isShown(ctx, session, "/1/tags"))).toMatchObject({ code: "rate-limited" });
  });
});
