import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { count, type Database, inAgency, subscriptions, touches, webhookRoutes } from "@headroom/db";
import { type Io, receivePush, subjectHash } from "@headroom/services";
import { benchIo, benchNow, newAgency, newChannel } from "./bench-agency.ts";
import type { Figure } from "./figure.ts";

const channelCount = 100;
/** Messages offered a second: what issue and documentation promise to answer. */
const offeredPerSecond = 200;
const offeredSeconds = 10;
/** Each comes twice, as networks repeat what they are not sure of. */
const copies = 2;
/** Asking at once when the most is measured. */
const concurrency = 32;
const mostSeconds = 5;
/** A network takes an answer later than this for none at all, ms. */
const slowestMs = 1_000;
const secret = "bench-app-secret";

/** Messages of a network over HTTP, verified and noted in the database as the web's route does: how fast they are answered, and how many. */
export const measureDeliveries = async (db: Database): Promise<Figure[]> => {
  const agencyId = await newAgency(db);
  const accounts = await told(db, agencyId);
  const io = { ...benchIo(), networkApps: { facebook: { id: "bench", secret } } };
  const server = await listenOn(db, io);
  try {
    // The first ones open connections and compile statements.
    for (const account of accounts.slice(0, 20)) await send(server.url, message(account, 0));
    const waits = await offer(server.url, accounts);
    const perSecond = await most(server.url, accounts);
    await requireNoted(db, agencyId, accounts.length);
    const p99 = waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.99)] ?? Number.NaN;
    return [
      {
        name: `messages of networks, ${offeredPerSecond}/s offered, each twice: 99 of 100 are answered within, as a share of ${slowestMs} ms`,
        value: `${p99.toFixed(1)} ms`,
        ratio: p99 / slowestMs,
        bound: { most: 1 },
      },
      {
        name: `messages of networks, ${concurrency} at a time, as a multiple of ${offeredPerSecond}/s`,
        value: `${Math.round(perSecond)} messages/s`,
        ratio: perSecond / offeredPerSecond,
        bound: { least: 1 },
      },
    ];
  } finally {
    await server.close();
  }
};

/** Channels about which a network tells; their accounts. */
const told = async (db: Database, agencyId: string): Promise<string[]> => {
  const accounts: string[] = [];
  for (let n = 0; n < channelCount; n += 1) {
    const { channelId } = await newChannel(db, agencyId);
    const account = `${1_000_000 + n}`;
    await inAgency(db, { agencyId }, async (tx) => {
      await tx.insert(subscriptions).values({ agencyId, channelId, state: "active", askedAt: new Date(benchNow) });
      await tx.insert(webhookRoutes).values({ agencyId, channelId, subjectHash: subjectHash("facebook", account) });
    });
    accounts.push(account);
  }
  return accounts;
};

const listenOn = async (db: Database, io: Io): Promise<{ url: string; close: () => Promise<void> }> => {
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]),
    );
    const address = { network: "facebook", whose: "all", channelId: null };
    const reception = await receivePush({ db, io }, address, { headers, body: Buffer.concat(pieces) });
    response.writeHead(reception === "taken" ? 200 : 400).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = server.address();
  if (at === null || typeof at === "string") throw new Error("no port was given");
  return {
    url: `http://127.0.0.1:${at.port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

/** Posts of an account that messages are about, in turn. */
const postCount = 50;

const message = (account: string, n: number): { headers: Record<string, string>; body: string } => {
  const value = { item: "comment", verb: "add", post_id: `${account}_${n % postCount}`, comment_id: `c${n}` };
  const entry = [{ id: account, time: 1, changes: [{ field: "feed", value }] }];
  const body = JSON.stringify({ object: "page", entry });
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return { headers: { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` }, body };
};

/** Milliseconds until the answer. */
const send = async (url: string, { headers, body }: ReturnType<typeof message>): Promise<number> => {
  const begun = performance.now();
  const answer = await fetch(url, { method: "POST", headers, body });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`a message was answered with ${answer.status}`);
  return performance.now() - begun;
};

const nth = (accounts: readonly string[], n: number) =>
  message(accounts[n % accounts.length] ?? "", Math.floor(n / accounts.length));

/** At their times, whether those before are answered or not. Milliseconds from when each was due to its answer. */
const offer = async (url: string, accounts: readonly string[]): Promise<number[]> => {
  const begun = performance.now();
  const sent: Promise<number>[] = [];
  for (let n = 0; n < offeredPerSecond * offeredSeconds; n += 1) {
    const dueAt = begun + (n * 1_000) / offeredPerSecond;
    const early = dueAt - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    const late = Math.max(0, performance.now() - dueAt);
    sent.push(send(url, nth(accounts, Math.floor(n / copies))).then((ms) => ms + late));
  }
  return Promise.all(sent);
};

/** Messages a second where each sender waits for its answer. */
const most = async (url: string, accounts: readonly string[]): Promise<number> => {
  const begun = performance.now();
  let answered = 0;
  const sender = async () => {
    while (performance.now() - begun < mostSeconds * 1_000) {
      answered += 1;
      await send(url, nth(accounts, Math.floor(answered / copies)));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, sender));
  return answered / ((performance.now() - begun) / 1_000);
};

/** Speed counts only where what was told is there: a post of every account at least, and none twice. */
const requireNoted = async (db: Database, agencyId: string, accounts: number): Promise<void> => {
  const [row] = await inAgency(db, { agencyId }, (tx) => tx.select({ noted: count() }).from(touches));
  const noted = row?.noted ?? 0;
  if (noted < accounts || noted > accounts * postCount) throw new Error(`${noted} posts were noted`);
};
