import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startBlogStandIn } from "@headroom/connectors/stand-ins";
import { asc, auditLog, channels, eq, imports, posts, signals } from "@headroom/db";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { disconnectChannel } from "../src/channels/disconnect-channel.ts";
import { holdChannel, releaseChannel } from "../src/channels/hold-channel.ts";
import { clientHistory } from "../src/clients/client-history.ts";
import { deleteClient } from "../src/clients/delete-client.ts";
import { getClient } from "../src/clients/get-client.ts";
import { checkUpload } from "../src/imports/check-upload.ts";
import { getImport } from "../src/imports/get-import.ts";
import { previewImport } from "../src/imports/preview-import.ts";
import { runImport } from "../src/imports/run-import.ts";
import { dropImport, startImport } from "../src/imports/start-import.ts";
import { rebuild } from "../src/scores/rebuild.ts";
import {
  addChannel,
  addClient,
  addMember,
  dayMs,
  hourMs,
  noon,
  type TestAgency,
  testAgency,
  testDatabase,
} from "./agency.ts";
import { csv, outbox, uploadFolder, type WxrPost, writeUpload, wxr } from "./archive-files.ts";
import { derived } from "./derived.ts";
import { channelRow, dueAt, only, stage } from "./stage.ts";
import { rowCounts, tableRows } from "./table-rows.ts";
import { untilWaiting } from "./waiting.ts";

const db = testDatabase();
afterAll(() => db.close());
const folder = uploadFolder();

let agency: TestAgency;
beforeAll(async () => {
  agency = await testAgency(db);
});

const preview = async (
  clientId: string,
  { name, content, of = agency }: { name: string; content: string; of?: TestAgency },
) => {
  const filePath = await writeUpload(folder, content);
  const found = await previewImport({ entry: of.entry, input: { clientId, fileName: name, filePath } });
  return { ...found, filePath };
};

const take = async (
  clientId: string,
  upload: { name: string; content: string; channelId?: string; of?: TestAgency },
) => {
  const { of = agency, channelId } = upload;
  const { importId, filePath } = await preview(clientId, upload);
  const started = await of.as((ctx) => startImport({ ctx, input: { importId, ...(channelId && { channelId }) } }));
  const outcome = await runImport({ db, io: of.io, agencyId: of.agencyId, importId });
  return { ...started, importId, filePath, outcome };
};

const look = (clientId: string, of = agency) => of.as((ctx) => getClient({ ctx, input: { clientId } }));

const postsOf = (channelId: string, of = agency) =>
  of.system(({ db: tx }) => tx.select().from(posts).where(eq(posts.channelId, channelId)).orderBy(asc(posts.at)));

const mastodonFile = {
  name: "outbox.json",
  content: outbox([noon - 40 * dayMs, noon - 3 * dayMs, noon - 2 * hourMs]),
};
const wordpressFile = {
  name: "blog.xml",
  content: wxr([
    { id: "11", at: noon - 9 * dayMs, text: "Rye", comments: [{ id: "70", at: noon - 8 * dayMs, by: "Ann" }] },
    { id: "12", at: noon - dayMs, text: "Spelt" },
  ]),
};
const csvFile = {
  name: "signals.csv",
  content: csv([
    "2026-06-10T09:00:00Z,post,,p1,",
    "2026-06-10T10:00:00Z,like,12,p1,",
    "2026-06-11T10:00:00Z,comment,,p1,ann",
    "2026-06-12T10:00:00Z,followers,480,,",
  ]),
};

const files = [
  {
    ...mastodonFile,
    promised: {
      format: "mastodon",
      networkId: "mastodon",
      posts: 3,
      firstAt: noon - 40 * dayMs,
      lastAt: noon - 2 * hourMs,
      signalsByKind: { post: 3, linkPost: 1 },
      notes: ["posts only; reactions unknown before connection"],
    },
    network: "mastodon",
    unknown: ["view", "like", "click", "save", "reshare", "linkReshare", "mention", "comment"],
    signals: 0,
  },
  {
    ...wordpressFile,
    promised: {
      format: "wordpress",
      networkId: "blog",
      title: "Bakery blog",
      posts: 2,
      signalsByKind: { post: 2, comment: 1 },
    },
    network: "blog",
    unknown: ["view", "like", "click", "save", "reshare", "linkReshare", "mention"],
    signals: 1,
  },
  {
    ...csvFile,
    promised: { format: "csv", networkId: null, posts: 1, signalsByKind: { post: 1, like: 12, comment: 1 } },
    network: "file",
    unknown: ["view", "click", "save", "reshare", "linkReshare", "mention"],
    signals: 2,
  },
];

describe.each(files)("$name", (file) => {
  test("is shown first, taken in on demand, and then has posts, a score and unknown kinds as promised", async () => {
    const clientId = await addClient(agency);
    const shown = await preview(clientId, file);
    expect(shown).toMatchObject({ ...file.promised, fileName: file.name, channels: [] });
    expect((await look(clientId)).row).toMatchObject({ score: null, channels: 0 });

    const { channelId } = await agency.as((ctx) => startImport({ ctx, input: { importId: shown.importId } }));
    expect(await dueAt(agency, shown.importId)).toBe(noon);
    const status = () => agency.as((ctx) => getImport({ ctx, input: { importId: shown.importId } }));
    expect(await status()).toMatchObject({ status: "running", postsDone: 0, channelId });

    expect(await runImport({ db, io: agency.io, agencyId: agency.agencyId, importId: shown.importId })).toBe("done");

    expect(await status()).toMatchObject({ status: "done", postsDone: file.promised.posts, error: null });
    expect(existsSync(shown.filePath)).toBe(false);
    expect(await postsOf(channelId)).toHaveLength(file.promised.posts);
    const told = await agency.system(({ db: tx }) => tx.select().from(signals).where(eq(signals.channelId, channelId)));
    expect(told).toHaveLength(file.signals);
    const { row, channels: shownChannels } = await look(clientId);
    expect(row.score).toBeGreaterThan(1);
    const channel = only(shownChannels);
    expect(channel).toMatchObject({ network: file.network, isFileOnly: true, state: "active" });
    expect([...channel.unknownKinds].toSorted()).toEqual(file.unknown.toSorted());
    const before = await derived(agency, clientId);
    await agency.system((ctx) => rebuild({ ctx, input: { clientId } }));
    expect(await derived(agency, clientId)).toEqual(before);
  });

  test("changes nothing when it is taken in a second time", async () => {
    const own = await testAgency(db);
    const clientId = await addClient(own);
    const { channelId } = await take(clientId, { ...file, of: own });
    const contents = async () => {
      const { imports: _, audit_log: __, due_work: ___, ...rest } = await tableRows(db, own.agencyId);
      return rest;
    };
    const before = await contents();
    expect((await take(clientId, { ...file, channelId, of: own })).outcome).toBe("done");
    expect(await contents()).toEqual(before);
  });
});

describe("a file with a mistake", () => {
  test.each([
    [
      "a CSV line with an unknown kind",
      "bad.csv",
      csv(["2026-06-10T09:00:00Z,post,,p1,", "2026-06-10T09:00:00Z,clap,,p1,"]),
      /bad\.csv, line 3/,
    ],
    ["a CSV line from the future", "future.csv", csv(["2027-01-01T00:00:00Z,like,,,"]), /future\.csv, line 2/],
    ["an outbox that was cut off", "outbox.json", outbox([noon - dayMs]).slice(0, -40), /outbox\.json/],
    [
      "a WordPress post without a date",
      "blog.xml",
      wxr([{ id: "1", at: noon, text: "x" }]).replace(/<!\[CDATA\[2026[^\]]*\]\]>/, ""),
      /blog\.xml, line \d+/,
    ],
    ["something else", "holiday.jpg", "\xff\xd8\xff not for us", /holiday\.jpg/],
    ["nothing", "empty.csv", "", /empty\.csv/],
  ])("(%s) is refused with its place, and leaves neither a row nor the file", async (_, name, content, place) => {
    const clientId = await addClient(agency);
    const before = await rowCounts(db, agency.agencyId);
    const filePath = await writeUpload(folder, content);
    await expect(
      previewImport({ entry: agency.entry, input: { clientId, fileName: name, filePath } }),
    ).rejects.toMatchObject({ code: "invalid", field: "file", message: expect.stringMatching(place) });
    expect(await rowCounts(db, agency.agencyId)).toEqual(before);
    expect(existsSync(filePath)).toBe(false);
  });

  test("that appears only while it is taken in takes everything back, the channel made for it included", async () => {
    const clientId = await addClient(agency);
    const lines = Array.from({ length: 600 }, (_, n) => `2026-06-10T09:00:00Z,post,,p${n},`);
    const { importId, filePath } = await preview(clientId, { name: "long.csv", content: csv(lines) });
    const { channelId } = await agency.as((ctx) => startImport({ ctx, input: { importId } }));
    await writeFile(filePath, csv([...lines, "2026-06-10T09:00:00Z,post,,p1,,,,"]));
    expect(await runImport({ db, io: agency.io, agencyId: agency.agencyId, importId })).toBe("failed");
    const status = await agency.as((ctx) => getImport({ ctx, input: { importId } }));
    expect(status).toMatchObject({ status: "failed", error: expect.stringMatching(/long\.csv, line 602/) });
    expect(await postsOf(channelId)).toEqual([]);
    expect((await look(clientId)).channels).toEqual([]);
    expect(existsSync(filePath)).toBe(false);
  });

  test("leaves a channel that it was meant for as it was", async () => {
    const clientId = await addClient(agency);
    const { channelId } = await take(clientId, csvFile);
    const before = await derived(agency, clientId);
    const { importId, filePath } = await preview(clientId, {
      name: "b.csv",
      content: csv(["2026-06-12T10:00:00Z,post,,p9,"]),
    });
    await agency.as((ctx) => startImport({ ctx, input: { importId, channelId } }));
    await writeFile(filePath, csv(["2026-06-12T10:00:00Z,post,,p9,", "yesterday,post,,p10,"]));
    expect(await runImport({ db, io: agency.io, agencyId: agency.agencyId, importId })).toBe("failed");
    expect(await derived(agency, clientId)).toEqual(before);
  });
});

describe("an upload", () => {
  test("whose file has vanished fails with plain words instead of being tried for ever", async () => {
    const clientId = await addClient(agency);
    const { importId, filePath } = await preview(clientId, csvFile);
    await agency.as((ctx) => startImport({ ctx, input: { importId } }));
    await rm(filePath);
    expect(await runImport({ db, io: agency.io, agencyId: agency.agencyId, importId })).toBe("failed");
    expect(await agency.as((ctx) => getImport({ ctx, input: { importId } }))).toMatchObject({
      status: "failed",
      error: "signals.csv: the file cannot be opened",
    });
  });

  test("lets its client be deleted meanwhile: whoever comes second waits, and nobody for ever", async () => {
    const clientId = await addClient(agency);
    const rows = Array.from({ length: 30_000 }, (_, n) => `2026-06-0${1 + (n % 9)}T0${n % 10}:00:00Z,post,1,p${n}`);
    const big = { name: "big.csv", content: `at,kind,count,post_id\n${rows.join("\n")}\n` };
    const { importId } = await preview(clientId, big);
    await agency.as((ctx) => startImport({ ctx, input: { importId } }));
    const [taken, deleted] = await Promise.allSettled([
      runImport({ db, io: { ...agency.io, now: tickingFrom(agency.clock.now) }, agencyId: agency.agencyId, importId }),
      agency.as((ctx) => deleteClient({ ctx, input: { clientId } })),
    ]);
    expect(deleted.status).toBe("fulfilled");
    expect(taken.status).toBe("fulfilled");
  });

  test("that is dropped is deleted, and can neither be dropped again nor started", async () => {
    const clientId = await addClient(agency);
    const { importId, filePath } = await preview(clientId, csvFile);
    await agency.as((ctx) => dropImport({ ctx, input: { importId } }));
    expect(existsSync(filePath)).toBe(false);
    const conflict = { code: "conflict" };
    await expect(agency.as((ctx) => dropImport({ ctx, input: { importId } }))).rejects.toMatchObject(conflict);
    await expect(agency.as((ctx) => startImport({ ctx, input: { importId } }))).rejects.toMatchObject(conflict);
    expect(await runImport({ db, io: agency.io, agencyId: agency.agencyId, importId })).toBe("gone");
  });

  test("that waits is not read before it was started", async () => {
    const clientId = await addClient(agency);
    const { importId, filePath } = await preview(clientId, csvFile);
    expect(await runImport({ db, io: agency.io, agencyId: agency.agencyId, importId })).toBe("gone");
    expect(existsSync(filePath)).toBe(true);
  });

  test("is started once only, also when two people press the button at once", async () => {
    const clientId = await addClient(agency);
    const { importId } = await preview(clientId, csvFile);
    const start = () => agency.as((ctx) => startImport({ ctx, input: { importId } }));
    let second: Promise<unknown> = Promise.resolve();
    await agency.as(async (ctx) => {
      await startImport({ ctx, input: { importId } });
      second = start();
      second.catch(() => {});
      await untilWaiting(db);
    });
    await expect(second).rejects.toMatchObject({ code: "conflict" });
    expect((await look(clientId)).channels).toHaveLength(1);
    const log = await agency.system(({ db: tx }) => tx.select().from(auditLog).where(eq(auditLog.subjectId, importId)));
    expect(only(log)).toMatchObject({ action: "import.started", after: { fileName: "signals.csv" } });
  });

  test("that was dropped in the moment before its process died is deleted by the next one", async () => {
    const clientId = await addClient(agency);
    const { importId, outcome } = await take(clientId, csvFile);
    expect(outcome).toBe("done");
    const left = await writeUpload(folder, csvFile.content);
    await agency.system(({ db: tx }) => tx.update(imports).set({ filePath: left }).where(eq(imports.id, importId)));
    expect(await runImport({ db, io: agency.io, agencyId: agency.agencyId, importId })).toBe("gone");
    expect(existsSync(left)).toBe(false);
  });

  test("of another client's channel is refused, and viewers upload nothing", async () => {
    const clientId = await addClient(agency);
    const other = await addChannel(agency, await addClient(agency));
    const { importId } = await preview(clientId, csvFile);
    await expect(agency.as((ctx) => startImport({ ctx, input: { importId, channelId: other } }))).rejects.toMatchObject(
      { code: "not-found" },
    );
    const viewer = await addMember(agency, "viewer");
    await expect(agency.as((ctx) => checkUpload({ ctx, input: { clientId } }), viewer)).rejects.toMatchObject({
      code: "not-found",
    });
    await agency.as((ctx) => checkUpload({ ctx, input: { clientId } }));
  });

  test("goes with its client, and with the channel that it was taken into", async () => {
    const own = await testAgency(db);
    const first = await addClient(own);
    const waiting = await preview(first, { ...csvFile, of: own });
    const running = await preview(first, { ...csvFile, of: own });
    await own.as((ctx) => startImport({ ctx, input: { importId: running.importId } }));
    await own.as((ctx) => deleteClient({ ctx, input: { clientId: first } }));
    for (const { filePath } of [waiting, running]) expect(existsSync(filePath)).toBe(false);
    expect(await dueAt(own, running.importId)).toBeNull();

    const second = await addClient(own);
    const { channelId, importId } = await take(second, { ...mastodonFile, of: own });
    await own.as((ctx) => disconnectChannel({ ctx, input: { channelId } }));
    // A preview quotes posts.
    await expect(own.as((ctx) => getImport({ ctx, input: { importId } }))).rejects.toMatchObject({ code: "not-found" });
    expect(
      Object.values(await tableRows(db, own.agencyId))
        .flat()
        .join(),
    ).not.toContain("social.example/@alice/1001");
  });
});

describe("a channel with a connection", () => {
  const blog = async () => {
    const scene = await stage(db, (options) => startBlogStandIn({ ...options, flavour: "wordpress" }));
    const post = scene.standIn.store.publish({ text: "Online", at: noon - 2 * dayMs });
    const comment = scene.standIn.store.comment(post.id, { by: "Ann", text: "Nice", at: noon - dayMs });
    const channelId = await scene.connect();
    await scene.sync(channelId);
    const exported: WxrPost[] = [
      {
        id: "7",
        at: noon - 30 * dayMs,
        text: "Long before",
        comments: [{ id: "9001", at: noon - 29 * dayMs, by: "Bob" }],
      },
      { id: post.id, at: post.at, text: "Online", comments: [{ id: comment.id, at: comment.at, by: "Ann" }] },
    ];
    return { ...scene, channelId, file: { name: "blog.xml", content: wxr(exported), of: scene.agency } };
  };

  test("merges an export with what was read from the site: the same posts and comments count once", async () => {
    const { agency: own, clientId, channelId, file } = await blog();
    const shown = await preview(clientId, file);
    expect(shown.channels.map(({ id }) => id)).toEqual([channelId]);
    await take(clientId, { ...file, channelId });
    expect((await postsOf(channelId, own)).map(({ nativeId }) => nativeId)).toEqual(["7", "101"]);
    const told = await own.system(({ db: tx }) => tx.select().from(signals).where(eq(signals.channelId, channelId)));
    expect(told.map(({ postNativeId }) => postNativeId).toSorted()).toEqual(["101", "7"]);
    const before = await derived(own, clientId);
    await own.system((ctx) => rebuild({ ctx, input: { clientId } }));
    expect(await derived(own, clientId)).toEqual(before);
    const { points } = await own.as((ctx) => clientHistory({ ctx, input: { clientId, days: 90 } }));
    expect(points[0]?.at).toBeLessThan(noon - 29 * dayMs);
  });

  test("keeps knowing what its network tells, whatever a file holds", async () => {
    const { agency: own, clientId, channelId } = await blog();
    const { knows } = await channelRow(own, channelId);
    await take(clientId, { ...csvFile, of: own, channelId });
    expect((await channelRow(own, channelId)).knows).toEqual(knows);
  });

  test("that is held takes a file in, and shows its effect when it is released", async () => {
    const { agency: own, clientId, channelId, file } = await blog();
    await own.system((ctx) => holdChannel({ ctx, input: { channelId, from: noon, reason: "The token died." } }));
    own.clock.now = noon + 3 * dayMs;
    const held = (await look(clientId, own)).row.score ?? 0;
    const extra = wxr([{ id: "500", at: noon + dayMs, text: "While held" }]);
    await take(clientId, { ...file, content: extra, channelId });
    expect((await look(clientId, own)).row).toMatchObject({ heldChannels: 1 });
    expect((await look(clientId, own)).row.score).toBeCloseTo(held, 9);
    await own.system((ctx) => releaseChannel({ ctx, input: { channelId } }));
    expect(await postsOf(channelId, own)).toHaveLength(2);
    expect((await look(clientId, own)).row.score).not.toBeCloseTo(held, 3);
    const before = await derived(own, clientId, own.clock.now);
    await own.system((ctx) => rebuild({ ctx, input: { clientId } }));
    expect(await derived(own, clientId, own.clock.now)).toEqual(before);
  });
});

test("a channel of files learns the kinds of every file", async () => {
  const clientId = await addClient(agency);
  const { channelId } = await take(clientId, { name: "posts.csv", content: csv(["2026-06-10T09:00:00Z,post,,p1,"]) });
  expect((await channelRow(agency, channelId)).knows).toEqual({ post: 0, linkPost: 0 });
  await take(clientId, { ...csvFile, channelId });
  expect((await channelRow(agency, channelId)).knows).toEqual({ post: 0, linkPost: 0, like: 0, comment: 0 });
});

test("an import tells how many posts were taken in so far", async () => {
  const own = await testAgency(db);
  const clientId = await addClient(own);
  const lines = Array.from({ length: 1_000 }, (_, n) => `2026-06-10T09:00:00Z,post,,p${n},`);
  const { importId } = await preview(clientId, { name: "long.csv", content: csv(lines), of: own });
  await own.as((ctx) => startImport({ ctx, input: { importId } }));
  const seen: (number | null)[] = [];
  let now = noon;
  // Every look at the clock finds a second gone, so that every batch is told.
  const io = { ...own.io, now: () => (now += 1_000) };
  const watch = async () => {
    const status = await own.as((ctx) => getImport({ ctx, input: { importId } }));
    if (seen.at(-1) !== status.postsDone) seen.push(status.postsDone);
  };
  const outcome = runImport({ db, io, agencyId: own.agencyId, importId });
  let over = false;
  const finished = outcome.then(() => {
    over = true;
  });
  while (!over) await watch();
  await finished;
  await watch();
  expect(await outcome).toBe("done");
  expect(seen.at(-1)).toBe(1_000);
  expect(seen.length).toBeGreaterThan(1);
  expect(seen).toEqual(seen.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
});

describe("a process killed while it takes a file in", () => {
  const run = promisify(execFile);
  const child = fileURLToPath(new URL("./import-child.ts", import.meta.url));

  test("leaves nothing, and the next one completes it", async () => {
    const own = await testAgency(db);
    const clientId = await addClient(own);
    const lines = Array.from({ length: 500 }, (_, n) => `2026-06-${10 + (n % 5)}T09:00:00Z,post,,p${n},`);
    const { importId, filePath } = await preview(clientId, { name: "long.csv", content: csv(lines), of: own });
    const { channelId } = await own.as((ctx) => startImport({ ctx, input: { importId } }));
    const before = await tableRows(db, own.agencyId);
    const kill = (dieAt: number) =>
      run(process.execPath, [
        child,
        JSON.stringify({ url: inject("databaseUrl"), agencyId: own.agencyId, importId, now: noon, dieAt }),
      ]);
    // Between two batches, and right before the end.
    for (const dieAt of [5, 11]) {
      await expect(kill(dieAt), `at look ${dieAt}`).rejects.toMatchObject({ signal: "SIGKILL" });
      expect(await tableRows(db, own.agencyId)).toEqual(before);
      expect((await readFile(filePath, "utf8")).length).toBeGreaterThan(1_000);
    }
    expect(await runImport({ db, io: own.io, agencyId: own.agencyId, importId })).toBe("done");
    expect(await postsOf(channelId, own)).toHaveLength(500);
    expect(only(await own.system(({ db: tx }) => tx.select().from(channels))).id).toBe(channelId);
  });
});

/** A clock that moves a second with every look, so that progress is told at every batch. */
const tickingFrom = (start: number) => {
  let now = start;
  return () => (now += 1_000);
};
