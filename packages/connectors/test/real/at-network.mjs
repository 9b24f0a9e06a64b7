/**
 * A whole AT network on loopback: directory, personal data server and AppView, of npm's `@atproto/dev-env`. Runs in a process
 * of its own, from the directory where the packages lie. Prints one line of JSON when it is up, answers each line on its
 * input with one when everything that was written is indexed, and ends with its input. PostgreSQL at SERVER_URL.
 */
import net from "node:net";
import { createInterface } from "node:readline";

// The servers of the packages listen on every interface; the tests of one machine are nobody else's business.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function listenOnLoopback(first, ...rest) {
  if (typeof first === "object" && first !== null) return listen.call(this, { ...first, host: "127.0.0.1" }, ...rest);
  return listen.call(this, Number(first), "127.0.0.1", ...rest.filter((one) => typeof one === "function"));
};

// Found where this file is copied to, and no packages of ours.
const load = (name) => import(name);
const { TestBsky, TestBsync, TestPds, TestPlc, mockNetworkUtilities } = await load("@atproto/dev-env");
const { default: getPort } = await load("get-port");
const { default: pg } = await load("pg");

// A database of its own on the server that it is given, gone when it ends.
const server = process.env.SERVER_URL;
const database = `atproto_${process.pid}`;
const onServer = async (statement) => {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement).finally(() => client.end());
};
await onServer(`create database ${database}`);
const dbPostgresUrl = Object.assign(new URL(server), { pathname: `/${database}` }).href;
const bsyncApiKey = "of-this-test-alone";
const plc = await TestPlc.create({});
const [bskyPort, pdsPort] = [await getPort(), await getPort()];
const bsync = await TestBsync.create({ apiKeys: [bsyncApiKey], dbUrl: dbPostgresUrl, dbSchema: "bsync" });
const moderation = { modServiceUrl: "http://localhost:1", modServiceDid: "did:example:moderation" };
const bsky = await TestBsky.create({
  port: bskyPort,
  plcUrl: plc.url,
  pdsPort,
  bsyncApiKey,
  bsyncUrl: bsync.url,
  repoProvider: `ws://localhost:${pdsPort}`,
  dbPostgresSchema: "appview",
  dbPostgresUrl,
  modServiceDid: moderation.modServiceDid,
  labelsFromIssuerDids: [],
});
bsync.ctx.dataplaneClients = [bsky.ctx.dataplane];
const pds = await TestPds.create({
  port: pdsPort,
  didPlcUrl: plc.url,
  bskyAppViewUrl: bsky.url,
  bskyAppViewDid: bsky.ctx.cfg.serverDid,
  ...moderation,
});
mockNetworkUtilities(pds, bsky);

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
say({ pds: pds.url, appView: bsky.url });

for await (const _ of createInterface({ input: process.stdin })) {
  await pds.processAll();
  const last = await pds.ctx.sequencer.curr();
  while ((await bsky.sub.getCursor()) < last) {
    await bsky.sub.processAll();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await bsky.sub.processAll();
  await bsky.bsyncSub.processAll(await bsync.getStreamHeads());
  say({ settled: true });
}
await onServer(`drop database ${database} with (force)`);
process.exit(0);
