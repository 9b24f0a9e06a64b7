import { rm } from "node:fs/promises";
import { ArchiveError, readArchive } from "@headroom/connectors/archives";
import { and, channels, type Database, eq, imports, inAgency, isNull, sql } from "@headroom/db";
import { announce } from "../channels/announce.ts";
import { agencyHashActor } from "../channels/connector-context.ts";
import type { Io, SystemContext } from "../context/context.ts";
import { describeError } from "../context/describe-error.ts";
import { ServiceError } from "../context/errors.ts";
import { wishLearning } from "../learning/wish-learning.ts";
import { lockChannel } from "../scores/ingest.ts";
import { recompute } from "../scores/recompute.ts";
import { writeBatch } from "../scores/write-batch.ts";
import { asPreview, type ImportRecord, knownFrom } from "./start-import.ts";

export interface RunImport {
  db: Database;
  io: Io;
  agencyId: string;
  importId: string;
}

/** Takes a started import in: all of it in one transaction, or nothing. Running it again after a crash starts over. */
export const runImport = async ({ db, io, agencyId, importId }: RunImport): Promise<"done" | "failed" | "gone"> => {
  const enter = <T>(work: (ctx: SystemContext) => Promise<T>) =>
    inAgency(db, { agencyId }, (tx) => work({ db: tx, agencyId, io }));
  const upload = await enter((ctx) => findImport(ctx, importId));
  if (upload === undefined) return "gone";
  const { channelId } = upload;
  if (upload.status !== "running" || channelId === null) {
    // The process that took it in may have died before it could delete the file.
    if (upload.status !== "previewed") await rm(upload.filePath, { force: true });
    return "gone";
  }
  // Told apart from the import's own transaction, so that pages see it move; never waited for, as somebody may hold the row
  // who waits for us.
  const tellProgress = (postsDone: number) => {
    const running = { agencyId, lockTimeoutMs: progressEveryMs };
    inAgency(db, running, (tx) => setProgress({ db: tx, agencyId, io }, upload, postsDone)).catch((error: unknown) =>
      io.log("Progress of an import was not told", { importId, error: describeError(error) }),
    );
  };
  try {
    await enter((ctx) => takeIn(ctx, { upload, channelId, tellProgress }));
  } catch (error) {
    if (!(error instanceof ArchiveError || error instanceof ServiceError)) throw error;
    await enter(async (ctx) => {
      await dropEmptyChannel(ctx, channelId);
      await setImport(ctx, upload, { status: "failed", error: error.message, finishedAt: new Date(io.now()) });
    });
    await rm(upload.filePath, { force: true });
    return "failed";
  }
  await rm(upload.filePath, { force: true });
  return "done";
};

/** A channel that was made for a file which then brought nothing. */
const dropEmptyChannel = async ({ db, agencyId }: SystemContext, channelId: string): Promise<void> => {
  await db.execute(sql`
    delete from channels c where c.agency_id = ${agencyId}::uuid and c.id = ${channelId}::uuid and c.connection_id is null
      and not exists (select from posts p where p.agency_id = c.agency_id and p.channel_id = c.id)
      and not exists (select from signals s where s.agency_id = c.agency_id and s.channel_id = c.id)
      and not exists (select from audience a where a.agency_id = c.agency_id and a.channel_id = c.id)`);
};

const findImport = async ({ db, agencyId }: SystemContext, importId: string): Promise<ImportRecord | undefined> => {
  const [row] = await db
    .select()
    .from(imports)
    .where(and(eq(imports.agencyId, agencyId), eq(imports.id, importId)));
  return row;
};

interface TakeIn {
  upload: ImportRecord;
  channelId: string;
  tellProgress: (postsDone: number) => void;
}

const takeIn = async (ctx: SystemContext, { upload, channelId, tellProgress }: TakeIn): Promise<void> => {
  const { db, agencyId, io } = ctx;
  const { clientId } = await lockChannel(ctx, channelId);
  const hashActor = await agencyHashActor(ctx);
  let postsDone = 0;
  let told = io.now();
  for await (const batch of readArchive({ name: upload.fileName, path: upload.filePath }, { now: io.now, hashActor })) {
    await writeBatch({ db, agencyId, channelId, now: io.now() }, { ...batch, removals: [] });
    postsDone += batch.posts.length;
    if (io.now() - told > progressEveryMs) {
      told = io.now();
      tellProgress(postsDone);
    }
  }
  await learnKinds(ctx, upload);
  await recompute({ db, agencyId, clientId, now: io.now(), from: Number.NEGATIVE_INFINITY });
  await wishLearning(ctx, clientId);
  await setImport(ctx, upload, { status: "done", postsDone, finishedAt: new Date(io.now()) });
};

/** A channel that no network is asked about knows what its files tell. */
const learnKinds = async ({ db, agencyId }: SystemContext, { channelId, preview }: ImportRecord): Promise<void> => {
  if (channelId === null) return;
  await db
    .update(channels)
    .set({ knows: sql`${JSON.stringify(knownFrom(asPreview(preview)))}::jsonb || ${channels.knows}` })
    .where(and(eq(channels.agencyId, agencyId), eq(channels.id, channelId), isNull(channels.connectionId)));
};

/** Only forward, and only of an import that still runs: words told apart may arrive in any order. */
const setProgress = async (ctx: SystemContext, upload: ImportRecord, postsDone: number): Promise<void> => {
  await ctx.db
    .update(imports)
    .set({ postsDone })
    .where(
      and(
        eq(imports.agencyId, ctx.agencyId),
        eq(imports.id, upload.id),
        eq(imports.status, "running"),
        sql`coalesce(${imports.postsDone}, 0) < ${postsDone}`,
      ),
    );
  await announce(ctx, { what: "import", clientId: upload.clientId, subjectId: upload.id });
};

const progressEveryMs = 500;

const setImport = async (ctx: SystemContext, upload: ImportRecord, change: Partial<ImportRecord>): Promise<void> => {
  await ctx.db
    .update(imports)
    .set(change)
    .where(and(eq(imports.agencyId, ctx.agencyId), eq(imports.id, upload.id)));
  await announce(ctx, { what: "import", clientId: upload.clientId, subjectId: upload.id });
};
