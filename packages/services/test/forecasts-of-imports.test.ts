import { type ArchiveBatch, type ArchiveFormat, readArchive } from "@headroom/connectors/archives";
import {
  type BacktestFigure,
  backtest,
  type Channel,
  type History,
  increments,
  responseCurve,
  type Signal,
  steady1,
} from "@headroom/scoring";
import { describe, expect, test } from "vitest";
import { type DemoClient, demoClients } from "../src/demo/cast.ts";
import { demoDays, demoHistory } from "../src/demo/demo-history.ts";
import { seededRandom } from "../src/demo/random.ts";
import type { Batch } from "../src/scores/batch.ts";
import { dayMs, noon } from "./agency.ts";
import { uploadFolder, writeUpload } from "./archive-files.ts";

/** What a client's channel lived through, written as a file of one format. */
interface Format {
  readonly format: ArchiveFormat;
  readonly network: string;
  readonly knows: Channel["knows"];
  readonly write: (batch: Batch) => string;
}

const csv: Format = {
  format: "csv",
  network: "mastodon",
  knows: { post: 0, linkPost: 0, like: 0, comment: 0, reshare: 0, linkReshare: 0 },
  write: ({ posts, signals, audience }) =>
    [
      "at,kind,count,post_id,actor,link",
      ...posts.map(({ at, nativeId, carriesLink }) => `${iso(at)},post,,${nativeId},,${carriesLink ? "yes" : ""}`),
      ...signals.map(({ at, kind, postNativeId, actor }) => `${iso(at)},${kind},,${postNativeId},${actor},`),
      ...audience.map(({ at, followers }) => `${iso(at)},followers,${followers},,,`),
    ].join("\n"),
};

/** X tells no reaction by itself, only how many each post had when the archive was made. */
const x: Format = {
  format: "x",
  network: "x",
  knows: { post: 0, linkPost: 0, like: 0, reshare: 0, linkReshare: 0 },
  write: ({ posts, signals }) => {
    const total = (postId: string, kind: string) =>
      signals.filter((signal) => signal.postNativeId === postId && signal.kind === kind).length;
    const tweets = posts.map(({ nativeId, at, text, carriesLink }) => ({
      tweet: {
        id_str: nativeId,
        created_at: new Date(at).toUTCString(),
        full_text: text,
        favorite_count: String(total(nativeId, "like")),
        retweet_count: String(total(nativeId, "reshare")),
        entities: { urls: carriesLink ? [{ expanded_url: "https://elsewhere.example/" }] : [] },
      },
    }));
    return `window.YTD.tweets.part0 = ${JSON.stringify(tweets)}`;
  },
};

const iso = (at: number): string => new Date(at).toISOString();
const folder = uploadFolder();

const readBack = async ({ format, write }: Format, lived: Batch): Promise<ArchiveBatch> => {
  const path = await writeUpload(folder, write(lived));
  const options = { now: () => noon, hashActor: (_: string, actorId: string) => actorId, format };
  const whole: ArchiveBatch = { posts: [], observations: [], signals: [], audience: [] };
  const name = format === "x" ? "tweets.js" : "signals.csv";
  for await (const part of readArchive({ name, path }, options)) {
    whole.posts.push(...part.posts);
    whole.observations.push(...part.observations);
    whole.signals.push(...part.signals);
    whole.audience.push(...part.audience);
  }
  return whole;
};

const signalsOf = ({ posts, observations, signals }: ArchiveBatch, { id: channelId, network }: Channel): Signal[] => {
  const published = posts.map((post): Signal => {
    const { nativeId, at, carriesLink } = post;
    return { id: nativeId, channelId, kind: carriesLink ? "linkPost" : "post", at, count: 1, postId: nativeId };
  });
  const linked = new Set(posts.filter(({ carriesLink }) => carriesLink).map(({ nativeId }) => nativeId));
  const kindOf = (kind: Signal["kind"], postId?: string) =>
    kind === "reshare" && postId !== undefined && linked.has(postId) ? "linkReshare" : kind;
  const named = signals.map(({ nativeKey, kind, at, count, actor, postNativeId }): Signal => {
    const of = { ...(actor !== undefined && { actor }), ...(postNativeId !== undefined && { postId: postNativeId }) };
    return { id: nativeKey, channelId, kind: kindOf(kind, postNativeId), at, count, ...of };
  });
  const instants = new Map(posts.map(({ nativeId, at }) => [nativeId, at]));
  const told = observations.flatMap(({ postNativeId: postId, kind, observedAt, total }) => {
    const publishedAt = instants.get(postId) ?? observedAt;
    const found = increments({ publishedAt, observations: [{ observedAt, total }], curve: responseCurve(network) });
    return found.map(
      (one): Signal => ({ id: `${postId} ${kind}`, channelId, kind: kindOf(kind, postId), ...one, postId }),
    );
  });
  return [...published, ...named, ...told];
};

/** The client's history as it is after its archives were imported. */
const imported = async (client: DemoClient, format: Format, seed: number): Promise<History> => {
  const parts = await Promise.all(
    client.channels
      .filter(({ network }) => network !== "blog")
      .map(async (channel, number) => {
        const random = seededRandom(seed * 100 + number);
        const own: Channel = { id: channel.handle, network: format.network, knows: format.knows };
        const read = await readBack(format, demoHistory({ client, channel, now: noon, random }));
        const audience = read.audience.map((seen) => ({ ...seen, channelId: own.id }));
        return { own, signals: signalsOf(read, own), audience };
      }),
  );
  return {
    channels: parts.map(({ own }) => own),
    signals: parts.flatMap(({ signals }) => signals),
    audience: parts.flatMap(({ audience }) => audience),
    holds: [],
    algorithms: [{ algorithm: steady1, from: 0 }],
  };
};

const horizonsMs = [1, 3, 7].map((days) => days * dayMs);
const instants = [40, 51, 62, 73].map((day) => noon - (demoDays - day) * dayMs);

const share = (figures: readonly BacktestFigure[]) => {
  const sum = (pick: (figure: BacktestFigure) => number) => figures.reduce((total, figure) => total + pick(figure), 0);
  return {
    forecasts: sum(({ forecasts }) => forecasts),
    covered: sum(({ inside }) => inside) / sum((f) => f.forecasts),
  };
};

describe("the 10–90 % band of a forecast from imported history", () => {
  test.each([csv, x])("in the format $format holds the outcome seven to nine times in ten", async (format) => {
    const figures: BacktestFigure[] = [];
    for (const [seed, client] of demoClients.entries())
      figures.push(...backtest(await imported(client, format, seed + 1), { instants, horizonsMs, paths: 100 }));
    const { forecasts, covered } = share(figures);
    console.info(`${format.format}: inside the band ${(100 * covered).toFixed(1)} % of ${forecasts} forecasts`);
    expect(forecasts).toBe(demoClients.length * instants.length * horizonsMs.length);
    expect(covered).toBeGreaterThanOrEqual(0.7);
    expect(covered).toBeLessThanOrEqual(0.9);
  });

  test("is read from the very posts and reactions that were lived through", async () => {
    const [client] = demoClients;
    const [channel] = client?.channels ?? [];
    if (client === undefined || channel === undefined) throw new Error("the demo has no clients");
    const lived = demoHistory({ client, channel, now: noon, random: seededRandom(1) });
    const named = await readBack(csv, lived);
    expect(named.posts.map(({ at }) => at).toSorted()).toEqual(lived.posts.map(({ at }) => at).toSorted());
    expect(named.signals).toHaveLength(lived.signals.length);
    const told = await readBack(x, lived);
    const likes = told.observations.filter(({ kind }) => kind === "like").reduce((sum, { total }) => sum + total, 0);
    expect(likes).toBe(lived.signals.filter(({ kind }) => kind === "like").length);
  });
});
