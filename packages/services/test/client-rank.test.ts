import { assignments, clients, eq } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { clientRank } from "../src/clients/client-rank.ts";
import type { Actor } from "../src/context/context.ts";
import { emptyBatch } from "../src/scores/batch.ts";
import { ingest } from "../src/scores/ingest.ts";
import { addClient, addMember, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { addScored } from "./standing.ts";

const db = testDatabase();
afterAll(() => db.close());

const rank = (agency: TestAgency, clientId: string, actor?: Actor) =>
  agency.as((ctx) => clientRank({ ctx, input: { clientId } }), actor);

/** A client with so many likes a day and, if told, followers. */
const client = async (agency: TestAgency, likes: number, followers?: number): Promise<string> => {
  const { clientId, channelId } = await addScored(agency, `Client ${likes}`, { likes });
  if (followers !== undefined) {
    await agency.system((ctx) =>
      ingest({ ctx, input: { channelId, batch: { ...emptyBatch, audience: [{ at: noon - 1, followers }] } } }),
    );
  }
  return clientId;
};

describe("a client's rank in the portfolio", () => {
  test("is the share of the agency's other clients that score less, now and among those of its size", async () => {
    const agency = await testAgency(db);
    const weak = await client(agency, 1, 20);
    const middle = await client(agency, 4, 5_000);
    const strong = await client(agency, 9, 6_000);
    await addClient(agency, "Unscored");
    expect(await rank(agency, weak)).toEqual({ portfolio: { share: 0, others: 2 }, tier: null });
    expect(await rank(agency, middle)).toEqual({
      portfolio: { share: 0.5, others: 2 },
      tier: { share: 0, others: 1, title: "1 000 to 10 000 followers" },
    });
    expect((await rank(agency, strong)).tier).toMatchObject({ share: 1 });
  });

  test("is none for a client without a score", async () => {
    const agency = await testAgency(db);
    await client(agency, 4);
    expect(await rank(agency, await addClient(agency, "Unscored"))).toEqual({ portfolio: null, tier: null });
  });

  test("is told to a client who looks at herself only among enough others, also those she never sees", async () => {
    const agency = await testAgency(db);
    const viewer = await addMember(agency, "viewer");
    const own = await client(agency, 9);
    await agency.system((ctx) =>
      ctx.db.insert(assignments).values({ agencyId: agency.agencyId, clientId: own, memberId: viewer.memberId }),
    );
    for (const likes of [1, 2, 3, 4]) await client(agency, likes);
    expect(await rank(agency, own, viewer)).toEqual({ portfolio: null, tier: null });
    expect((await rank(agency, own)).portfolio).toEqual({ share: 1, others: 4 });
    await client(agency, 5);
    expect(await rank(agency, own, viewer)).toEqual({ portfolio: { share: 1, others: 5 }, tier: null });
  });

  test("leaves members' private clients out, and counts other agencies never", async () => {
    const agency = await testAgency(db);
    const staffer = await addMember(agency, "staffer");
    const own = await client(agency, 4);
    const secret = await client(agency, 2);
    await client(await testAgency(db), 3);
    await agency.system((ctx) =>
      ctx.db.update(clients).set({ ownerId: staffer.memberId, shared: false }).where(eq(clients.id, secret)),
    );
    expect((await rank(agency, own)).portfolio).toBeNull();
    // She sees that one alone, so what the other one does is not hers to learn.
    expect((await rank(agency, secret, staffer)).portfolio).toBeNull();
  });
});
