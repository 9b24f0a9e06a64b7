import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Batch,
  isConnectorError,
  type NativeNumber,
  type Network,
  type NumberKind,
  type NumberSource,
  networks,
  numberKinds,
} from "../src/index.ts";
import { isCall, type Put, withField } from "./documented-field.ts";
import { fullChannel, type Rewrite } from "./full-channel.ts";
import { minute, type Subject, together } from "./subject.ts";

const sourcesOf = (number: NativeNumber): readonly NumberSource[] => ("from" in number ? number.from : []);

/** Every kind of number of which a pull told anything. */
function toldBy(batches: readonly Batch[]): Set<NumberKind> {
  const { posts, observations, signals, audience } = together(batches);
  return new Set<NumberKind>([
    ...posts.map(({ carriesLink }) => (carriesLink ? "linkPost" : "post")),
    ...(posts.length > 0 ? (["post"] as const) : []),
    ...observations.map(({ kind }) => kind),
    ...signals.map(({ kind }) => kind),
    ...(audience.length > 0 ? (["followers"] as const) : []),
  ]);
}

/** All that a pull told of one kind, to be compared. */
function wordsOf(batches: readonly Batch[], kind: NumberKind): string {
  const { posts, observations, signals, audience } = together(batches);
  const of = {
    posts:
      kind === "post" || kind === "linkPost" ? posts.map(({ nativeId, carriesLink }) => [nativeId, carriesLink]) : [],
    totals: observations.filter((one) => one.kind === kind).map(({ postNativeId, total }) => [postNativeId, total]),
    signals: signals.filter((one) => one.kind === kind).map(({ nativeKey }) => nativeKey),
    followers: kind === "followers" ? audience.map(({ followers }) => followers) : [],
  };
  return JSON.stringify(of);
}

const rewriteOf =
  (sources: readonly NumberSource[], put: Put): Rewrite =>
  (text, request) =>
    sources.filter(({ call }) => isCall(call, request)).reduce((all, { field }) => withField(all, field, put), text);

const gone: Put = { gone: true };
/** No count in the tests comes to this by itself. */
const strange = 4_711;

describe.each<{ id: string; network: Network }>(networks.map((network) => ({ id: network.id, network })))(
  "the numbers of $id",
  async ({ id, network }) => {
    const { kinds, readAgain, followersEveryMs, differences } = network.numbers;
    const { subjects }: { subjects: readonly Subject[] } = await import(`./networks/${id}/subjects.ts`);
    const channels: Channel[] = [];
    const ends: (() => Promise<void>)[] = [];

    beforeAll(async () => {
      for (const subject of subjects) {
        const set = await fullChannel(subject, { mostRequests: 200 });
        ends.push(() => set.standIn.close());
        const channel = await set.connect(true);
        const pull = (rewrite: Rewrite | null) => set.under(rewrite, () => set.pull(channel));
        const honest = await pull(null);
        channels.push({ subject, pull, honest, told: toldBy(honest) });
      }
    });
    afterAll(() => Promise.all(ends.map((end) => end())));

    it("say a source for each kind that the network can tell, and a reason for each that it cannot", () => {
      const told = numberKinds.filter((kind) => "from" in kinds[kind]);
      const { available } = network.capabilities.followers;
      expect(told.toSorted()).toEqual([...network.knows, ...(available ? ["followers"] : [])].toSorted());
      for (const kind of numberKinds) {
        const number = kinds[kind];
        const words = "from" in number ? [number.theirs, number.note ?? "A."] : [number.unknown];
        for (const text of words) expect(text).toMatch(/^[A-Z].+$|^A\.$/);
      }
    });

    it("name the page and month behind each difference to what the network shows", () => {
      for (const { text, source } of differences) {
        expect(text).toMatch(/^[A-Z].*\.$/s);
        expect(source).toMatch(
          /, (January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d$/,
        );
      }
    });

    it("are told where the fields stand that are named, and are unknown where all of them are missing", async () => {
      for (const { subject, told, pull } of channels) {
        for (const kind of told) {
          const sources = sourcesOf(kinds[kind]);
          expect([subject.name, kind, sources.length > 0]).toEqual([subject.name, kind, true]);
          const without = toldBy(await pullWithout(pull, { kind, sources }));
          expect([subject.name, kind, without.has(kind)]).toEqual([subject.name, kind, false]);
        }
      }
    });

    const used = numberKinds.filter((kind) => "from" in kinds[kind]);
    it.each(used)(
      "of kind %s come from each of the fields, none of which could be left out of the page",
      async (kind) => {
        const sources = sourcesOf(kinds[kind]);
        for (const source of sources) {
          const others = sources.filter((one) => one !== source);
          let isReadSomewhere = false;
          for (const channel of channels) isReadSomewhere ||= await isRead(channel, { kind, source, others });
          expect([source, isReadSomewhere]).toEqual([source, true]);
        }
      },
    );

    it("are read again, and followers asked for, as often as the page says", () => {
      for (const { rereadsAfterMs = minute, followersAfterMs = minute, followers } of subjects) {
        expect(readAgain === "always" ? minute : readAgain.firstMs).toBe(rereadsAfterMs);
        if (followers) expect(followersEveryMs ?? minute).toBe(followersAfterMs);
      }
    });
  },
);

interface Channel {
  subject: Subject;
  pull: (rewrite: Rewrite | null) => Promise<Batch[]>;
  /** What a pull tells where nothing is changed. */
  honest: readonly Batch[];
  told: ReadonlySet<NumberKind>;
}

interface Reading {
  kind: NumberKind;
  source: NumberSource;
  others: readonly NumberSource[];
}

/** Kinds that are counted by the things listed: a list of things without ids is one reason why nothing can be read. */
const listedKinds: ReadonlySet<NumberKind> = new Set(["post", "mention", "comment"]);

const pullWithout = (
  pull: (rewrite: Rewrite | null) => Promise<Batch[]>,
  { kind, sources }: { kind: NumberKind; sources: readonly NumberSource[] },
): Promise<Batch[]> =>
  pull(rewriteOf(sources, gone)).catch((error: unknown) => {
    if (isConnectorError(error) && error.code === "malformed" && listedKinds.has(kind)) return [];
    throw error;
  });

/** Whether what is told follows the field: it changes without it, is there with it alone, or becomes what the field says. */
async function isRead({ pull, honest, told }: Channel, { kind, source, others }: Reading): Promise<boolean> {
  if (told.has(kind)) {
    const without = await pullWithout(pull, { kind, sources: [source] });
    if (wordsOf(without, kind) !== wordsOf(honest, kind)) return true;
    if (others.length > 0 && toldBy(await pullWithout(pull, { kind, sources: others })).has(kind)) return true;
  }
  if (listedKinds.has(kind)) return false;
  const value = kind === "linkPost" ? "https://strange.example/page" : strange;
  const only = [rewriteOf(others, gone), rewriteOf([source], { gone: false, value })];
  const { posts, observations } = together(
    await pull((text, request) => only.reduce((all, rewrite) => rewrite(all, request), text)),
  );
  return kind === "linkPost"
    ? posts.some(({ carriesLink }) => carriesLink)
    : observations.some((one) => one.kind === kind && one.total === strange);
}
