import { startMastodonStandIn } from "@headroom/connectors/stand-ins";
import { auditLog, eq, inAgency, sql } from "@headroom/db";
import { afterAll, describe, expect, test } from "vitest";
import { exportClient, exportSections, notExported } from "../src/clients/export-client.ts";
import type { Actor } from "../src/context/context.ts";
import { schedulePost } from "../src/publishing/schedule-post.ts";
import { storeImage } from "../src/publishing/store-image.ts";
import { emptyBatch } from "../src/scores/batch.ts";
import { ingest } from "../src/scores/ingest.ts";
import { addMember, dayMs, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { stage } from "./stage.ts";
import { addScored } from "./standing.ts";

/** A PNG of one pixel, as base64. */
const onePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const db = testDatabase();
afterAll(() => db.close());

const exported = async (agency: TestAgency, clientId: string, actor: Actor = agency.actor) => {
  const lines: { table: string; row: Record<string, unknown> }[] = [];
  for await (const line of await exportClient({ entry: { ...agency.entry, actor }, input: { clientId } })) {
    expect(line.endsWith("\n")).toBe(true);
    lines.push(JSON.parse(line));
  }
  return lines;
};

describe("the export of a client", () => {
  test("holds every row once, in portions smaller than the history", async () => {
    const agency = await testAgency(db);
    const { clientId, channelId } = await addScored(agency, "Harbour Books", { likes: 1 });
    await addScored(agency, "Somebody Else", { likes: 7 });
    const signals = Array.from({ length: 4_500 }, (_, n) => ({
      nativeKey: `more:${n}`,
      kind: "like" as const,
      at: noon - dayMs + n,
      count: 1,
      actor: `actor-${n}`,
    }));
    await agency.system((ctx) => ingest({ ctx, input: { channelId, batch: { ...emptyBatch, signals } } }));
    const lines = await exported(agency, clientId);
    const keys = lines.filter(({ table }) => table === "signals").map(({ row }) => row.native_key);
    expect(keys).toHaveLength(4_510);
    expect(new Set(keys).size).toBe(4_510);
    expect(lines.filter(({ table }) => table === "posts")).toHaveLength(10);
    expect(lines.find(({ table }) => table === "clients")?.row).toMatchObject({ id: clientId, name: "Harbour Books" });
    expect(lines.filter(({ table }) => table === "score_points").length).toBeGreaterThan(10);
    expect(JSON.stringify(lines)).not.toMatch(/Somebody Else|sealed|agency_id/);
  });

  test("holds posts that were written with their pictures, and no secret of how the network tells us", async () => {
    const here = await stage(db, startMastodonStandIn);
    const channelId = await here.connect(here.standIn.connectFieldsWithSecret);
    const { agency, clientId } = here;
    const bytes = Buffer.from(onePixel, "base64");
    const { imageId } = await agency.as((ctx) => storeImage({ ctx, input: { clientId, bytes, alt: "A loaf" } }));
    const pieces = [{ text: "Fresh bread", link: null, imageIds: [imageId] }];
    const post = { clientId, channelIds: [channelId], at: "2026-06-15T18:00", title: "", pieces };
    await agency.as((ctx) => schedulePost({ ctx, input: post }));
    const lines = await exported(agency, clientId);
    expect(lines.filter(({ table }) => table === "planned_pieces")).toMatchObject([
      { row: { text: "Fresh bread", image_ids: [imageId] } },
    ]);
    expect(lines.filter(({ table }) => table === "images")).toMatchObject([
      { row: { id: imageId, alt: "A loaf", bytes: `\\x${bytes.toString("hex")}` } },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/sealed|token/);
  });

  test("is for those who manage the client, and written down", async () => {
    const agency = await testAgency(db);
    const { clientId } = await addScored(agency, "Harbour Books", { likes: 1 });
    const staffer = await addMember(agency, "staffer");
    await expect(exported(agency, clientId, staffer)).rejects.toMatchObject({ code: "not-found" });
    await exported(agency, clientId);
    const log = await agency.system((ctx) =>
      ctx.db.select().from(auditLog).where(eq(auditLog.action, "client.exported")),
    );
    expect(log).toMatchObject([{ subjectId: clientId, userId: agency.actor.userId }]);
  });

  test("forgets no table that knows clients or channels", async () => {
    const agency = await testAgency(db);
    const rows = await inAgency(db, { agencyId: agency.agencyId }, (tx) =>
      tx.execute<{ name: string }>(sql`
        select distinct c.table_name as name from information_schema.columns c
        join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
        where c.table_schema = 'public' and c.column_name in ('client_id', 'channel_id')
          and c.table_name !~ '^signals_\\d' and c.table_name <> 'webhook_routes'`),
    );
    // These two belong to a client without naming it in a column of that name.
    const named = exportSections
      .map(({ table }) => table)
      .filter((table) => !["clients", "planned_pieces"].includes(table));
    const known = [...named, ...notExported];
    expect(rows.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
  });
});
