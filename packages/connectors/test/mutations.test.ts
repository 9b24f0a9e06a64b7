import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type Batch, type Cursor, isConnectorError, networks } from "../src/index.ts";
import { fullChannel, type Rewrite } from "./full-channel.ts";
import { changedAt, changes, placesIn, roundedId } from "./mutate-json.ts";
import { lastCursor, minute, type Subject, startOfTest, together } from "./subject.ts";

/** More than any pull of three posts asks for: who asks so often is asking without end. */
const requestLimit = 200;

/** What an answer holds that does not belong there. */
interface Mutation {
  place: string;
  change: string;
}

/** A full channel that remembers every place of an answer, and can change what stands there. */
async function changeable(subject: Subject) {
  const set = await fullChannel(subject, { mostRequests: requestLimit });
  const places = new Set<string>();
  const note: Rewrite = (text) => {
    if (isJson(text)) for (const place of placesIn(text)) places.add(place);
    return text;
  };
  const under = <T>(mutation: Mutation | null, work: () => Promise<T>): Promise<T> =>
    set.under(mutation === null ? note : (text) => (isJson(text) ? mutated(text, mutation) : text), work);
  return { ...set, rewriting: set.under, places, under };
}

const isJson = (text: string): boolean => /^\s*[[{]/.test(text);

const mutated = (text: string, { place, change }: Mutation): string => {
  const apply = changes[change];
  return apply === undefined ? text : changedAt(text, JSON.parse(place), apply);
};

/** Changes after which a count is no longer told, so that no other number may be in its place. */
const losses: ReadonlySet<string> = new Set(["is missing", "is null", "is a word", "is an empty text", "is infinite"]);

/** Where the network says "none" by leaving something out, so that nought is what it told. */
const silences: readonly RegExp[] = [
  // Ghost lists the posts that have comments, by their ids.
  /^\["[\da-f]{24}"\]$/,
  // LinkedIn lists the reactions that were given.
  /"reactionSummaries"/,
  // Mastodon's forks and elder versions know no quotes.
  /"quotes_count"\]$/,
];

/** Fields that do not tell whether a post is there, so that none is gone when they cannot be read. */
const dateOrCount = /(?:at|time|timestamp|date|upload|utc|likes|views|count|metrics|statistics)"\]$/i;

const date = /(?:at|time|timestamp|date|upload|utc)"\]$/i;

/** Only the first of what stands at `place`. */
const firstChanged = (text: string, place: readonly string[]): string => {
  let isFirst = true;
  return changedAt(text, place, (value) => {
    const changed = isFirst ? "x" : value;
    isFirst = false;
    return changed;
  });
};

/** What is wrong with a pull, in words; `honest` are the totals where nothing was changed. */
function faults(batches: readonly Batch[], { now, change, place, honest }: Setting): string[] {
  const { posts, observations, signals, audience, removals } = together(batches);
  const isInvented = (one: Batch["observations"][number]): boolean =>
    (honest.get(nameOf(one)) ?? one.total) !== one.total;
  const invented =
    losses.has(change) && !silences.some((silence) => silence.test(place))
      ? observations.filter(isInvented).map((one) => `the invented ${totalOf(one)}`)
      : [];
  const ids = [
    ...posts.map(({ nativeId }) => nativeId),
    ...observations.map(({ postNativeId }) => postNativeId),
    ...signals.flatMap(({ nativeKey, postNativeId }) => [nativeKey, postNativeId ?? "none"]),
    ...removals.filter(() => dateOrCount.test(place)).map(({ nativeKey }) => nativeKey),
  ];
  const times = [...posts, ...signals, ...audience].map(({ at }) => at);
  const counts = [
    ...observations.map(({ total }) => total),
    ...signals.map(({ count }) => count),
    ...audience.map(({ followers }) => followers),
  ];
  return [
    ...invented,
    ...removals.filter(() => dateOrCount.test(place)).map(({ nativeKey }) => `the removal of ${nativeKey}`),
    ...ids.filter((id) => !/^[\x21-\x7e]{1,200}$/.test(id)).map((id) => `the id ${JSON.stringify(id)}`),
    ...ids.filter((id) => /undefined|null|NaN|\[object|Infinity/.test(id)).map((id) => `the id ${id}`),
    ...ids.filter((id) => id.includes(roundedId)).map((id) => `the rounded id ${id}`),
    ...times.filter((at) => !(at >= 0 && at <= now)).map((at) => `the time ${at}`),
    ...counts.filter((count) => !Number.isSafeInteger(count) || count < 0).map((count) => `the count ${count}`),
  ];
}

interface Setting extends Mutation {
  now: number;
  honest: ReadonlyMap<string, number>;
}

const nameOf = ({ postNativeId, kind }: Batch["observations"][number]): string => `${kind} at ${postNativeId}`;
const totalOf = (one: Batch["observations"][number]): string => `total of ${one.total} × ${nameOf(one)}`;

/** Empty where `work` ends in batches that hold nothing wrong, or in an error that its caller can tell apart. */
const verdict = async (setting: Setting, work: () => Promise<readonly Batch[]>): Promise<string[]> => {
  try {
    return faults(await work(), setting);
  } catch (error) {
    return isConnectorError(error) ? [] : [String(error instanceof Error ? error.stack : error)];
  }
};

const runs = 30;
for (const { id } of networks) {
  const { subjects }: { subjects: readonly Subject[] } = await import(`./networks/${id}/subjects.ts`);
  for (const subject of subjects) {
    describe(subject.name, async () => {
      const set = await changeable(subject);
      afterAll(() => set.standIn.close());
      const channel = await set.connect(true);
      const first = await set.under(null, () => set.pull(channel));
      set.clock.now += subject.rereadsAfterMs ?? minute;
      await set.under(null, () => set.pull(channel, lastCursor(first)));
      const granted = set.secrets.at(-1);
      const places = [...set.places];
      const cursors: (Cursor | null)[] = [null, lastCursor(first)];

      it("takes no post for gone of whose neighbours alone the date can be read", async () => {
        const removed = [];
        for (const place of places.filter((one) => date.test(one))) {
          const pulled = set.rewriting(
            (text) => (isJson(text) ? firstChanged(text, JSON.parse(place)) : text),
            () => set.pull(channel, lastCursor(first)),
          );
          removed.push(...together(await pulled.catch(() => [])).removals.map((one) => ({ ...one, place })));
        }
        expect(removed).toEqual([]);
      });

      it.skipIf(places.length === 0)("tells what is so, or one reason, whatever an answer holds", async () => {
        const honest = new Map(together(first).observations.map((one) => [nameOf(one), one.total]));
        expect(faults(first, { now: startOfTest, place: "[]", change: "is missing", honest })).toEqual([]);
        const mutation = fc.record({
          place: fc.constantFrom(...places),
          change: fc.constantFrom(...Object.keys(changes)),
        });
        await fc.assert(
          fc.asyncProperty(mutation, fc.constantFrom(...cursors), async (changed, cursor) => {
            const setting = { ...changed, now: set.clock.now, honest };
            const pulled = await verdict(setting, () => set.under(changed, () => set.pull(channel, cursor)));
            const discovered = await verdict(setting, async () => {
              const fields = set.standIn.connectFieldsWithSecret;
              const grant = granted === undefined ? undefined : { secret: granted };
              await set.under(changed, async () => subject.network.discover(set.ctx, fields, grant));
              return [];
            });
            expect([...pulled, ...discovered]).toEqual([]);
          }),
          { numRuns: runs },
        );
      });
    });
  }
}
