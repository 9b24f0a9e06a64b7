import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Audience,
  classic1,
  fold,
  type History,
  hold,
  nextPost,
  prepare,
  type Receipt,
  receipt,
  receiptOf,
  replay,
  runway,
  scoreAt,
  scoreHistoryAt,
  series,
  seriesOf,
  stateAt,
  steady1,
  weigh,
} from "../src/index.ts";
import { channelId, end, history, instant, moment, openHistory } from "./arbitraries.ts";
import { afterWarmUp, begin, blogger, dayMs, evenly, historyOf, hourMs } from "./clients.ts";
import { naiveAlgorithm, naiveScore } from "./naive.ts";
import { expectNear } from "./near.ts";

const tenYearsMs = 10 * 365.25 * dayMs;
const sum = (parts: readonly { points: number }[]) => parts.reduce((total, { points }) => total + points, 0);
const usual = (algorithm: typeof steady1) =>
  historyOf(algorithm, blogger, evenly(blogger, { from: begin, to: afterWarmUp }));

describe("runway", () => {
  test("is the first millisecond at which the score is below the target", () => {
    fc.assert(
      fc.property(openHistory, moment, fc.double({ min: 1, max: 60, noNaN: true }), (whole, t, target) => {
        const made = naiveAlgorithm(whole, t);
        const state = stateAt(whole, t);
        const value = (at: number) => scoreAt(made, state, at).value;
        const answer = runway(made, state, target, t);
        if (answer.kind === "already") expect(value(t)).toBeLessThan(target);
        if (answer.kind === "never") expect(value(t + tenYearsMs)).toBeGreaterThanOrEqual(target);
        if (answer.kind !== "at") return;
        expect(answer.at).toBeGreaterThan(t);
        expect(answer.at).toBeLessThanOrEqual(t + tenYearsMs);
        expect(value(answer.at)).toBeLessThan(target);
        expect(value(Math.max(t, answer.at - 1_000))).toBeGreaterThanOrEqual(target);
        expect(value(answer.at - 1)).toBeGreaterThanOrEqual(target);
      }),
      { numRuns: 300 },
    );
  });

  test("agrees with where a replay sees the crossing", () => {
    fc.assert(
      fc.property(openHistory, fc.double({ min: 2, max: 60, noNaN: true }), (whole, target) => {
        const made = naiveAlgorithm(whole, end);
        const answer = runway(made, stateAt(whole, end), target, end);
        fc.pre(answer.kind === "at");
        const { crossings } = replay({
          history: whole,
          start: null,
          until: answer.kind === "at" ? answer.at : end,
          targets: [{ from: 0, value: target }],
        });
        expect(crossings.at(-1)).toMatchObject({ direction: "below", at: answer.kind === "at" ? answer.at : 0 });
      }),
    );
  });

  test("does not depend on when it is asked for, as long as nothing happens", () => {
    fc.assert(
      fc.property(openHistory, fc.nat(5 * 24), fc.double({ min: 2, max: 60, noNaN: true }), (whole, hours, target) => {
        const made = naiveAlgorithm(whole, end);
        const state = stateAt(whole, end);
        const first = runway(made, state, target, end);
        const later = runway(made, state, target, end + hours * hourMs);
        if (first.kind === "at" && first.at > end + hours * hourMs) expect(later).toEqual(first);
        if (first.kind === "at" && first.at <= end + hours * hourMs) expect(later).toEqual({ kind: "already" });
        if (first.kind !== "at" && hours === 0) expect(later).toEqual(first);
      }),
    );
  });

  test.each([
    ["already, when the target is above the score", 60, "already"],
    ["never, when followers alone keep the score above it", 2, "never"],
    ["an instant, in between", 40, "at"],
  ] as const)("of the blogger is %s", (_, target, kind) => {
    expect(runway(steady1, stateAt(usual(steady1), afterWarmUp), target, afterWarmUp).kind).toBe(kind);
  });
});

describe("series", () => {
  test("is at every instant the score straight from the history", () => {
    fc.assert(
      fc.property(history, fc.array(moment, { maxLength: 10 }), (whole, instants) => {
        const times = instants.sort((a, b) => a - b);
        const points = series(whole, times);
        expect(points.map(({ at }) => at)).toEqual(times);
        for (const { at, value, algorithmId } of points) {
          expectNear(value, naiveScore(whole, at));
          expect(algorithmId).toBe(naiveAlgorithm(whole, at).id);
        }
      }),
    );
  });

  test("knows the headroom once there is a target", () => {
    const [before, after] = series(
      usual(steady1),
      [afterWarmUp - 2 * dayMs, afterWarmUp],
      [{ from: afterWarmUp - dayMs, value: 40 }],
    );
    expect(before).not.toHaveProperty("headroom");
    expectNear(after?.headroom ?? Number.NaN, (after?.value ?? 0) - 40);
  });

  test("of no instants is empty", () => {
    expect(series(usual(steady1), [])).toEqual([]);
  });

  test("and receipt answer alike from a history made ready once", () => {
    fc.assert(
      fc.property(history, instant, instant, (whole, a, b) => {
        const times = [Math.min(a, b), Math.max(a, b)];
        const prepared = prepare(whole, end);
        const direct = receipt(whole, times[0] ?? 0, times[1] ?? 0);
        const indirect = receiptOf(prepared, times[0] ?? 0, times[1] ?? 0);
        expectNear(sum(indirect.lines), sum(direct.lines));
        expect(indirect.lines.length).toBe(direct.lines.length);
        for (const [index, point] of seriesOf(prepared, times).entries())
          expectNear(point.value, series(whole, times)[index]?.value ?? Number.NaN);
      }),
    );
  });
});

describe("receipt", () => {
  const stretch = fc
    .tuple(history, moment, moment)
    .map(([whole, a, b]) => ({ whole, from: Math.min(a, b), to: Math.max(a, b) }));
  const ofKind = <K extends Receipt["lines"][number]["kind"]>({ lines }: Receipt, kind: K) =>
    lines.filter((line): line is Extract<typeof line, { kind: K }> => line.kind === kind);

  test("has lines that sum to the change of the score", () => {
    fc.assert(
      fc.property(stretch, ({ whole, from, to }) => {
        const bill = receipt(whole, from, to);
        expectNear(bill.before, naiveScore(whole, from));
        expectNear(bill.after, naiveScore(whole, to));
        expectNear(sum(bill.lines), bill.after - bill.before);
        expect(bill).toMatchObject({ from, to });
      }),
      { numRuns: 400 },
    );
  });

  test("books decay as a loss, and none to a channel that is held throughout", () => {
    fc.assert(
      fc.property(openHistory, channelId, instant, fc.nat(60), (whole, id, from, days) => {
        const bill = receipt({ ...whole, holds: [{ channelId: id, from: begin }] }, from, from + days * dayMs);
        for (const line of ofKind(bill, "decay")) {
          expect(line.points).toBeLessThanOrEqual(1e-9);
          if (line.channelId === id) expectNear(line.points, 0);
        }
      }),
    );
  });

  test("of a stretch without events is decay alone", () => {
    fc.assert(
      fc.property(openHistory, fc.integer({ min: 1, max: 400 }), (whole, days) => {
        for (const line of receipt(whole, end, end + days * dayMs).lines) expect(line.kind).toBe("decay");
      }),
    );
  });

  test("books inbound signals as gains, grouped by channel, kind and post, each counted once", () => {
    fc.assert(
      fc.property(openHistory, instant, (whole, from) => {
        const gains = ofKind(receipt(whole, from, end), "gain");
        const counted = whole.signals
          .filter(({ at }) => at > from && at <= end)
          .reduce((total, { count }) => total + count, 0);
        expectNear(
          gains.reduce((total, { count }) => total + count, 0),
          counted,
        );
        const keys = gains.map((gain) => JSON.stringify([gain.channelId, gain.signalKind, gain.postId ?? null]));
        expect(new Set(keys).size).toBe(keys.length);
        for (const { signalKind, points } of gains)
          if (signalKind !== "post" && signalKind !== "linkPost") expect(points).toBeGreaterThanOrEqual(-1e-9);
      }),
    );
  });

  test("dates a gain at its newest signal", () => {
    fc.assert(
      fc.property(openHistory, instant, (whole, from) => {
        for (const gain of ofKind(receipt(whole, from, end), "gain")) {
          const own = whole.signals.filter(
            (one) => one.channelId === gain.channelId && one.kind === gain.signalKind && one.postId === gain.postId,
          );
          expect(gain.at).toBe(Math.max(...own.filter(({ at }) => at > from && at <= end).map(({ at }) => at)));
        }
      }),
    );
  });

  test("has one line for each release, at its instant, with all that was deferred", () => {
    fc.assert(
      fc.property(openHistory, channelId, instant, fc.integer({ min: 1, max: 40 }), (whole, id, start, days) => {
        const to = start + days * dayMs;
        const held = { ...whole, holds: [{ channelId: id, from: start, to }] };
        const releases = ofKind(receipt(held, start, to), "release");
        expect(releases).toHaveLength(1);
        expect(releases[0]).toMatchObject({ at: to, channelId: id });
        const others: History = {
          ...held,
          signals: held.signals.filter((one) => one.channelId === id && one.at !== to),
          audience: [],
        };
        const step = naiveScore(others, to) - naiveScore(others, to - 1);
        expect(Math.abs((ofKind(receipt(others, to - 1, to), "release")[0]?.points ?? Number.NaN) - step)).toBeLessThan(
          1e-5,
        );
      }),
    );
  });

  test("books a change of algorithm as the difference of the two scores at that instant", () => {
    const at = afterWarmUp - 10 * dayMs;
    const both = {
      ...usual(steady1),
      algorithms: [
        { algorithm: steady1, from: 0 },
        { algorithm: classic1, from: at },
      ],
    };
    const [line] = ofKind(receipt(both, at - dayMs, at + dayMs), "algorithm");
    const [byClassic, bySteady] = [classic1, steady1].map((made) => scoreHistoryAt({ ...usual(made) }, at).value);
    expect(line).toMatchObject({ at, fromId: "steady-1", toId: "classic-1" });
    expectNear(line?.points ?? Number.NaN, (byClassic ?? 0) - (bySteady ?? 0));
  });

  test("books followers won and lost", () => {
    const audience: Audience[] = [10, 5_000, 20].map((followers, day) => ({
      channelId: "x",
      at: begin + (day + 1) * dayMs,
      followers,
    }));
    const whole = { ...historyOf(steady1, blogger, []), audience };
    const lines = ofKind(receipt(whole, begin, begin + 5 * dayMs), "audience");
    expect(lines.map(({ at }) => at)).toEqual(audience.map(({ at }) => at));
    expect(lines.map(({ points }) => Math.sign(points))).toEqual([1, 1, -1]);
  });

  test("of an instant is empty", () => {
    expect(receipt(usual(steady1), afterWarmUp, afterWarmUp).lines).toEqual([]);
  });
});

describe("nextPost", () => {
  test("is the score with the better post less the score without, best first", () => {
    fc.assert(
      fc.property(openHistory, instant, fc.integer({ min: 0, max: 72 }), (whole, t, hours) => {
        const made = naiveAlgorithm(whole, t);
        const known = {
          ...whole,
          signals: whole.signals.filter(({ at }) => at <= t),
          audience: whole.audience.filter(({ at }) => at <= t),
        };
        const answers = nextPost(made, stateAt(known, t), t, { horizonMs: hours * hourMs });
        const without = naiveScore(known, t + hours * hourMs);
        expect(answers.map((answer) => answer.channelId).sort()).toEqual(["a", "b", "c"]);
        for (const [index, { channelId: id, kind, points }] of answers.entries()) {
          const posted = { ...known, signals: [...known.signals, { id: "new", channelId: id, kind, at: t, count: 1 }] };
          expectNear(points, naiveScore(posted, t + hours * hourMs) - without);
          expect(points).toBeLessThanOrEqual(answers[index - 1]?.points ?? Number.POSITIVE_INFINITY);
        }
      }),
    );
  });

  test("looks a day ahead unless told otherwise", () => {
    const state = stateAt(usual(classic1), afterWarmUp);
    expect(nextPost(classic1, state, afterWarmUp)).toEqual(
      nextPost(classic1, state, afterWarmUp, { horizonMs: dayMs }),
    );
  });

  test("leaves out held channels", () => {
    const state = hold(stateAt(usual(steady1), afterWarmUp), "facebook", afterWarmUp);
    expect(nextPost(steady1, state, afterWarmUp).map((answer) => answer.channelId)).not.toContain("facebook");
  });

  test("proposes a link only where the network can tell and the mix wants it", () => {
    const plain = usual(classic1);
    const channels = plain.channels.map((channel) =>
      channel.id === "instagram" ? { ...channel, knows: { post: 0, like: 0 } } : channel,
    );
    const kindOf = (id: string) =>
      nextPost(classic1, stateAt({ ...plain, channels }, afterWarmUp), afterWarmUp).find((one) => one.channelId === id)
        ?.kind;
    expect(kindOf("instagram")).toBe("post");
    expect(kindOf("blog")).toBe("post");
  });

  test("may find that a post costs more than it brings", () => {
    const onlySelectivity = { ...steady1, weights: { selectivity: 1 } };
    const whole = historyOf(onlySelectivity, blogger, evenly(blogger, { from: begin, to: afterWarmUp }));
    const points = nextPost(onlySelectivity, stateAt(whole, afterWarmUp), afterWarmUp).map((one) => one.points);
    expect(Math.min(...points)).toBeLessThan(0);
  });
});

describe("a fold", () => {
  test("of typed arrays is the fold of the same terms", () => {
    fc.assert(
      fc.property(openHistory, instant, (whole, t) => {
        const made = naiveAlgorithm(whole, t);
        const state = fold(made, stateAt(whole, begin - 1), { add: weigh(whole.signals, t) }, t);
        const rebuilt = stateAt({ ...whole, audience: [] }, t);
        expectNear(scoreAt(made, state, t).value, scoreAt(made, rebuilt, t).value);
      }),
    );
  });
});
