import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { holdChannel } from "../src/channels/hold-channel.ts";
import { assignClient } from "../src/clients/assign-client.ts";
import { createClient } from "../src/clients/create-client.ts";
import { getClient } from "../src/clients/get-client.ts";
import { ListClientsInput, listClients } from "../src/clients/list-clients.ts";
import { setTarget } from "../src/clients/set-target.ts";
import { shareClient } from "../src/clients/share-client.ts";
import type { Actor } from "../src/context/context.ts";
import { nextUp } from "../src/queue/next-up.ts";
import { ingest } from "../src/scores/ingest.ts";
import { addClient, addMember, dayMs, hourMs, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { activity, addScored } from "./standing.ts";

const db = testDatabase();
afterAll(() => db.close());

let agency: TestAgency;
let sam: Actor;
let sue: Actor;
const ids: Record<string, string> = {};

beforeAll(async () => {
  agency = await testAgency(db, { defaultTarget: 5 });
  sam = await addMember(agency, "staffer", "Sam");
  sue = await addMember(agency, "staffer", "Sue");
  const levels = { Alder: 9, Birch: 6, "100% Cedar": 3, Dog_wood: 1 };
  for (const [name, likes] of Object.entries(levels)) ids[name] = (await addScored(agency, name, { likes })).clientId;
  const held = await addScored(agency, 'Elm\'s "Held" \\ Co', { likes: 2 });
  ids.Held = held.clientId;
  await agency.system((ctx) => holdChannel({ ctx, input: { channelId: held.channelId, from: noon, reason: "gone" } }));
  ids.Empty = await addClient(agency, "Empty");
  const care = [
    [sam, "Alder"],
    [sam, "100% Cedar"],
    [sue, "Alder"],
  ] as const;
  for (const [member, name] of care)
    await agency.as((ctx) =>
      assignClient({ ctx, input: { clientId: ids[name] ?? "", memberId: member.memberId, assigned: true } }),
    );
  // Alder stands high above its level, Birch falls within hours, Dog_wood is below.
  const score = async (name: string) =>
    (await agency.as((ctx) => getClient({ ctx, input: { clientId: ids[name] ?? "" } }))).row.score ?? 0;
  const require = (name: string, level: number) =>
    agency.as((ctx) => setTarget({ ctx, input: { clientId: ids[name] ?? "", level, share: 0.95, window: "week" } }));
  await require("Birch", (await score("Birch")) - 0.05);
  await require("Dog_wood", (await score("Dog_wood")) + 1);
});

const list = (input: Partial<ListClientsInput> = {}, actor?: Actor) =>
  agency.as((ctx) => listClients({ ctx, input: ListClientsInput.parse(input) }), actor);
const names = async (input?: Partial<ListClientsInput>, actor?: Actor) =>
  (await list(input, actor)).map(({ name }) => name);

describe("the list of clients", () => {
  test("puts what is below first, then what falls soon, what is not heard from, what has no data, what is safe", async () => {
    expect((await list()).map(({ name, status }) => [name, status])).toEqual([
      ["Dog_wood", "below"],
      ["Birch", "soon"],
      ['Elm\'s "Held" \\ Co', "held"],
      ["Empty", "unscored"],
      ["100% Cedar", "safe"],
      ["Alder", "safe"],
    ]);
  });

  test.each([
    ["score", false],
    ["score", true],
    ["headroom", false],
    ["headroom", true],
    ["change", false],
    ["change", true],
  ] as const)(
    "sorted by %s (descending: %s) runs one way, and what is not known comes last",
    async (sort, descending) => {
      const rows = await list({ sort, descending });
      expect(rows).toHaveLength(6);
      const of = (row: (typeof rows)[number]) =>
        sort === "score" ? row.score : sort === "headroom" ? row.headroom : row.weekChange;
      const known = rows.map(of).filter((value) => value !== null);
      expect(known).toEqual(known.toSorted((a, b) => (descending ? b - a : a - b)));
      expect(rows.findIndex((row) => of(row) === null)).toBe(known.length);
    },
  );

  test("sorted by urgency the other way round still ends with what is not known within one standing", async () => {
    expect((await names({ descending: true })).slice(0, 2).toSorted()).toEqual(["100% Cedar", "Alder"]);
    expect((await names({ descending: true })).at(-1)).toBe("Dog_wood");
    expect(await names({ sort: "name", descending: true })).toEqual((await names({ sort: "name" })).toReversed());
  });

  test.each([
    ["%", ["100% Cedar"]],
    ["_", ["Dog_wood"]],
    ["\\", ['Elm\'s "Held" \\ Co']],
    ["'s \"h", ['Elm\'s "Held" \\ Co']],
    ["ALD", ["Alder"]],
    ["  alder  ", ["Alder"]],
    ["'; drop table clients; --", []],
    ["%%", []],
    ["", ["100% Cedar", "Alder", "Birch", "Dog_wood", 'Elm\'s "Held" \\ Co', "Empty"]],
  ])("searched for %j finds %j", async (search, expected) => {
    expect((await names({ search, sort: "name" })).toSorted()).toEqual(expected.toSorted());
  });

  test.each([
    ["below", ["Dog_wood"]],
    ["soon", ["Birch"]],
    ["held", ['Elm\'s "Held" \\ Co']],
    ["unscored", ["Empty"]],
    ["safe", ["100% Cedar", "Alder"]],
  ] as const)("filtered by %s", async (status, expected) => {
    expect((await names({ status })).toSorted()).toEqual([...expected]);
  });

  test("filtered by who cares for them", async () => {
    expect(await names({ staffer: sam.memberId, sort: "name" })).toEqual(["100% Cedar", "Alder"]);
    expect(await names({ staffer: sue.memberId })).toEqual(["Alder"]);
    expect(await names({ staffer: "mine" }, sue)).toEqual(["Alder"]);
    expect(await names({ staffer: "mine" })).toEqual([]);
    expect((await names({ staffer: "unassigned" })).length).toBe(4);
    expect(await names({ staffer: crypto.randomUUID() })).toEqual([]);
    const [alder] = await list({ search: "Alder" });
    expect(alder?.staffers.map(({ name }) => name)).toEqual(["Sam", "Sue"]);
  });

  test("shows a staffer those in her care only, and everything together at once", async () => {
    expect(await names({ sort: "name" }, sam)).toEqual(["100% Cedar", "Alder"]);
    expect(await names({ search: "a", status: "safe", staffer: "mine", sort: "score", descending: true }, sam)).toEqual(
      ["Alder", "100% Cedar"],
    );
  });

  test("compares with the same instant a week ago, where there was a score", async () => {
    const [alder] = await list({ search: "Alder" });
    const then = alder?.spark.findLast(({ at }) => at <= noon - 7 * dayMs);
    expect(then).toBeDefined();
    expect(alder?.weekChange).toBeCloseTo((alder?.score ?? 0) - (then?.score ?? 0), 9);
    expect(alder?.spark.every(({ at }) => at >= noon - 14 * dayMs && at <= noon)).toBe(true);
  });

  test("counts a fall that has passed as below, though nothing was written since", async () => {
    const later = await testAgency(db, { defaultTarget: 5 });
    const { clientId } = await addScored(later, "Later", { likes: 9 });
    const now = (at: number) => {
      later.clock.now = at;
      return later.as((ctx) => listClients({ ctx, input: ListClientsInput.parse({}) }));
    };
    const [before] = await now(noon);
    expect(before).toMatchObject({ id: clientId, status: "safe" });
    const [after] = await now((before?.fallsAt ?? 0) + 1_000);
    expect(after).toMatchObject({ status: "below", fallsAt: before?.fallsAt });
    expect(after?.headroom).toBeLessThan(0);
  });
});

describe("the queue", () => {
  const queue = (scope: "mine" | "all", actor?: Actor) => agency.as((ctx) => nextUp({ ctx, input: { scope } }), actor);

  test("runs from the one that is below to the one that never falls, and ends with what has no score", async () => {
    const items = await queue("all");
    expect(items.map(({ name }) => name).slice(0, 2)).toEqual(["Dog_wood", "Birch"]);
    expect(items.at(-1)?.name).toBe("Empty");
    const falls = items.flatMap(({ fallsAt }) => (fallsAt === null ? [] : [fallsAt]));
    expect(falls).toEqual(falls.toSorted((a, b) => (a === b ? 0 : a - b)));
    expect(falls).toHaveLength(5);
  });

  test("says for each what a post would add where, best first, and leaves held channels out", async () => {
    const items = await queue("all");
    for (const { name, nextPosts, score } of items) {
      const adds = nextPosts.map(({ post }) => post.now?.median ?? post.beforeReactions);
      expect(adds, name).toEqual(adds.toSorted((a, b) => b - a));
      expect(nextPosts.length, name).toBe(score === null || name.startsWith("Elm") ? 0 : 1);
    }
    const [birch] = items.filter(({ name }) => name === "Birch");
    expect(birch?.nextPosts[0]).toMatchObject({ network: "mastodon", lastPostAt: noon - hourMs, canSync: false });
  });

  test("says what silence costs, dearest first, and never a gain", async () => {
    for (const { name, decay } of await queue("all")) {
      const points = decay.map((part) => part.points);
      expect(points, name).toEqual(points.toSorted((a, b) => b - a));
      expect(
        points.every((p) => p > 0),
        name,
      ).toBe(true);
    }
  });

  test("of a staffer holds her own care; of everybody what she sees", async () => {
    expect((await queue("mine", sue)).map(({ name }) => name)).toEqual(["Alder"]);
    expect((await queue("mine")).map(({ name }) => name)).toEqual([]);
    expect(await queue("all", sam)).toHaveLength(2);
  });

  test("forgets a fall as soon as a post lifts the client over its level", async () => {
    const own = await testAgency(db, { defaultTarget: 5 });
    const first = await addScored(own, "First", { likes: 1, silentMs: 12 * dayMs });
    await addScored(own, "Second", { likes: 4 });
    const order = async () => (await own.as((ctx) => nextUp({ ctx, input: { scope: "all" } }))).map(({ name }) => name);
    expect(await order()).toEqual(["First", "Second"]);
    const lively = activity({ likes: 12 });
    await own.system((ctx) =>
      ingest({
        ctx,
        input: {
          channelId: first.channelId,
          batch: { ...lively, posts: lively.posts.map((p) => ({ ...p, nativeId: `n${p.nativeId}` })) },
        },
      }),
    );
    expect(await order()).toEqual(["Second", "First"]);
  });
});

describe("a member's own client", () => {
  test("is hers alone until she shares it, by its own name, whatever the agency's are called", async () => {
    const own = await testAgency(db);
    const staffer = await addMember(own, "staffer", "Sam");
    await addClient(own, "Bakery");
    const { id } = await own.as(
      (ctx) => createClient({ ctx, input: { name: "Bakery", timeZone: "UTC", mine: true } }),
      staffer,
    );
    const seen = (actor?: Actor) => own.as((ctx) => listClients({ ctx, input: ListClientsInput.parse({}) }), actor);
    expect(await seen()).toHaveLength(1);
    expect(await seen(staffer)).toMatchObject([{ id, isMine: true, isPrivate: true }]);
    await expect(own.as((ctx) => shareClient({ ctx, input: { clientId: id, shared: true } }))).rejects.toMatchObject({
      code: "not-found",
    });
    await own.as((ctx) => shareClient({ ctx, input: { clientId: id, shared: true } }), staffer);
    expect((await seen()).map(({ isMine, isPrivate }) => [isMine, isPrivate])).toEqual([
      [false, false],
      [false, false],
    ]);
  });

  test.each([
    ["a viewer adds none", "viewer", true],
    ["a staffer adds none for the agency", "staffer", false],
  ] as const)("%s", async (_, role, mine) => {
    const member = await addMember(agency, role);
    await expect(
      agency.as((ctx) => createClient({ ctx, input: { name: "New", timeZone: "UTC", mine } }), member),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  test("of the agency has a name that no other has, in any case of letters", async () => {
    await expect(
      agency.as((ctx) => createClient({ ctx, input: { name: "ALDER", timeZone: "UTC", mine: false } })),
    ).rejects.toMatchObject({ code: "conflict", field: "name" });
  });
});
