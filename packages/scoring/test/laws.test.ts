import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type History, type Signal, scoreHistoryAt } from "../src/index.ts";
import { channelId, history, inbound, instant, moment, openHistory, signalOf, signals } from "./arbitraries.ts";
import { dayMs } from "./clients.ts";
import { naiveScore } from "./naive.ts";
import { expectNear } from "./near.ts";

/** Rounding may let a score that stays equal seem to move by this much. */
const rounding = 1e-9;

const valueAt = (whole: History, t: number) => scoreHistoryAt(whole, t).value;

function shifted(whole: History, ms: number): History {
  const later = <Dated extends { at: number }>(one: Dated): Dated => ({ ...one, at: one.at + ms });
  return {
    ...whole,
    channels: whole.channels.map(({ knows, ...channel }) => ({
      ...channel,
      knows: Object.fromEntries(Object.entries(knows).map(([kind, since]) => [kind, since + ms])),
    })),
    signals: whole.signals.map(later),
    audience: whole.audience.map(later),
    holds: whole.holds.map(({ from, to, ...hold }) => ({
      ...hold,
      from: from + ms,
      ...(to !== undefined && { to: to + ms }),
    })),
    algorithms: whole.algorithms.map(({ algorithm, from }) => ({ algorithm, from: from + ms })),
  };
}

function withoutSignalsAfter(whole: History, t: number): History {
  return {
    ...whole,
    signals: whole.signals.filter(({ at }) => at <= t),
    audience: whole.audience.filter(({ at }) => at <= t),
  };
}

describe("law 1", () => {
  test("a score lies between 1 and 100", () => {
    fc.assert(
      fc.property(history, moment, (whole, t) => {
        const value = valueAt(whole, t);
        expect(value).toBeGreaterThanOrEqual(1);
        expect(value).toBeLessThanOrEqual(100);
      }),
    );
  });

  test("a score is what the published formula says", () => {
    fc.assert(
      fc.property(history, moment, (whole, t) => expectNear(valueAt(whole, t), naiveScore(whole, t))),
      { numRuns: 300 },
    );
  });

  test("the same history always scores the same to the last bit", () => {
    fc.assert(
      fc.property(history, moment, (whole, t) => {
        expect(scoreHistoryAt(structuredClone(whole), t)).toEqual(scoreHistoryAt(whole, t));
      }),
    );
  });

  test("the order in which anything is given does not matter", () => {
    fc.assert(
      fc.property(history, moment, (whole, t) => {
        const reversed = {
          channels: whole.channels.toReversed(),
          signals: whole.signals.toReversed(),
          audience: whole.audience.toReversed(),
          holds: whole.holds.toReversed(),
          algorithms: whole.algorithms.toReversed(),
        };
        expectNear(valueAt(reversed, t), valueAt(whole, t));
      }),
    );
  });
});

describe("law 2", () => {
  test("one more inbound signal of any kind never lowers the score", () => {
    fc.assert(
      fc.property(history, signalOf(inbound), moment, (whole, more, t) => {
        const richer = { ...whole, signals: [...whole.signals, more] };
        expect(valueAt(richer, t)).toBeGreaterThanOrEqual(valueAt(whole, t) - rounding);
      }),
      { numRuns: 300 },
    );
  });

  test("adding a channel with its history never lowers the score", () => {
    fc.assert(
      fc.property(history, channelId, moment, (whole, added, t) => {
        const others = <Placed extends { channelId: string }>(all: readonly Placed[]) =>
          all.filter((one) => one.channelId !== added);
        const without = {
          ...whole,
          channels: whole.channels.filter(({ id }) => id !== added),
          signals: others(whole.signals),
          audience: others(whole.audience),
          holds: others(whole.holds),
        };
        expect(valueAt(whole, t)).toBeGreaterThanOrEqual(valueAt(without, t) - rounding);
      }),
    );
  });
});

describe("law 3", () => {
  test("without new signals the score of one algorithm never rises while holds begin and last", () => {
    fc.assert(
      fc.property(history, moment, moment, (whole, a, b) => {
        const [earlier, later] = a < b ? [a, b] : [b, a];
        const only = whole.algorithms.slice(0, 1);
        const quiet = withoutSignalsAfter(
          { ...whole, algorithms: only, holds: whole.holds.map(({ to: _, ...hold }) => hold) },
          earlier,
        );
        expect(valueAt(quiet, later)).toBeLessThanOrEqual(valueAt(quiet, earlier) + rounding);
      }),
      { numRuns: 300 },
    );
  });

  test("a release with nothing deferred never raises the score", () => {
    fc.assert(
      fc.property(openHistory, channelId, instant, fc.nat(40), (whole, held, from, days) => {
        const to = from + days * dayMs + 1;
        const quiet = { ...withoutSignalsAfter(whole, from), holds: [{ channelId: held, from, to }] };
        expect(valueAt(quiet, to)).toBeLessThanOrEqual(valueAt(quiet, to - 1) + rounding);
      }),
    );
  });
});

describe("law 5", () => {
  test("the points of components, and of channels within them, sum to the score less 1", () => {
    fc.assert(
      fc.property(history, moment, (whole, t) => {
        const { value, components, channels } = scoreHistoryAt(whole, t);
        const sum = (parts: readonly { points: number }[]) => parts.reduce((total, { points }) => total + points, 0);
        expectNear(sum(components), value - 1);
        expectNear(sum(channels), value - 1);
        for (const component of components) {
          expectNear(sum(component.channels), component.points);
          expectNear(component.points, 99 * component.weight * component.phi);
        }
      }),
    );
  });
});

describe("law 6", () => {
  test("shifting every instant by whole UTC days changes nothing", () => {
    fc.assert(
      fc.property(history, moment, fc.integer({ min: -15_000, max: 40_000 }), (whole, t, days) => {
        const ms = days * dayMs;
        const { value, components, channels, coverage, unknownKinds } = scoreHistoryAt(whole, t);
        const moved = scoreHistoryAt(shifted(whole, ms), t + ms);
        expectNear(moved.value, value);
        expectNear(moved.coverage, coverage);
        expect(moved.unknownKinds).toEqual(unknownKinds);
        for (const [index, component] of moved.components.entries())
          expectNear(component.points, components[index]?.points ?? Number.NaN);
        for (const [index, channel] of moved.channels.entries())
          expectNear(channel.points, channels[index]?.points ?? Number.NaN);
      }),
    );
  });
});

describe("repeats", () => {
  test("only the day, the kind, the channel and the actor decide what repeats what", () => {
    fc.assert(
      fc.property(signals, openHistory, moment, (some, whole, t) => {
        const renamed = some.map(
          (signal): Signal => (signal.actor === undefined ? signal : { ...signal, actor: `${signal.actor}!` }),
        );
        expectNear(valueAt({ ...whole, signals: renamed }, t), valueAt({ ...whole, signals: some }, t));
      }),
    );
  });
});
