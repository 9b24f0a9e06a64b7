import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { combine, fillPart, movement, prepareAt, termAt } from "../src/components.ts";
import { fadeTo, grown, startFading } from "../src/fading.ts";
import type { Algorithm, ComponentId } from "../src/index.ts";
import { kindNumber } from "../src/kinds.ts";
import { type Model, modelOf, type Part } from "../src/model.ts";
import { bookChannels, fade, type RunningSum, raise, startSum } from "../src/running-sum.ts";
import { trackedKinds } from "../src/state.ts";
import { addTerm, emptySums, holdChannel } from "../src/sums.ts";
import { begin, dayMs, hourMs } from "./clients.ts";
import { expectNear } from "./near.ts";
import { day, onlyBy, plain, plainChannel } from "./plain.ts";

const channels = ["a", "b", "c"].map((id) => plainChannel(id));
const modelAt = (made: Algorithm, likes: readonly number[], t = begin): Model => {
  const sums = emptySums(channels, trackedKinds(made), t);
  for (const [channel, weight] of likes.entries())
    if (weight > 0) addTerm(sums, { channel, kind: kindNumber("like"), at: t, weight });
  const model = modelOf(made, sums);
  prepareAt(model, t);
  return model;
};
const partOf = (model: Model, id: ComponentId): Part => {
  const part = model.parts.find((one) => one.id === id);
  if (part === undefined) throw new Error(`no ${id}`);
  return part;
};

describe("what is left of a sum", () => {
  const scale = { landmark: begin, rate: Math.LN2 / dayMs };
  const fadingAt = (t: number) =>
    startFading(
      {
        ...scale,
        halfLifeMs: dayMs,
        tracks: new Uint8Array(),
        values: new Float64Array(),
        landmarks: new Float64Array(),
      },
      t,
    );

  test.each([
    { days: 0, left: 1 },
    { days: 1, left: 0.5 },
    { days: 2.5, left: 2 ** -2.5 },
    { days: 200, left: 2 ** -200 },
    { days: 5_000, left: 0 },
  ])("after $days half-lives is $left", ({ days, left }) => {
    const fading = fadingAt(begin);
    fadeTo(fading, day(days));
    expect(Math.abs(fading.left - left)).toBeLessThanOrEqual(1e-12 * left);
  });

  test("is the same in one step and in a thousand small ones", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: hourMs }), { minLength: 1, maxLength: 1_000 }), (pauses) => {
        const fading = fadingAt(begin);
        let t = begin;
        for (const pause of pauses) {
          t += pause;
          fadeTo(fading, t);
        }
        expect(Math.abs(fading.left / 2 ** (-(t - begin) / dayMs) - 1)).toBeLessThan(1e-13);
      }),
    );
  });

  test("never rises", () => {
    const fading = fadingAt(begin);
    let last = 1;
    for (let minute = 1; minute <= 3 * 24 * 60; minute++) {
      fadeTo(fading, begin + minute * 60_000);
      expect(fading.left).toBeLessThanOrEqual(last);
      last = fading.left;
    }
  });

  test("times what a term has grown to is the term's own decay", () => {
    const fading = fadingAt(begin);
    fadeTo(fading, day(3));
    for (const days of [0, 1, 2.9, 3]) expectNear(fading.left * grown(fading, 5, day(days)), 5 * 2 ** (days - 3));
  });
});

describe("the movement of φ", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const amount = fc.oneof(
    fc.double({ min: 0, max: 5_000, noNaN: true }),
    fc.double({ min: 0, max: 1e-6, noNaN: true }),
  );
  const ids: readonly ComponentId[] = ["engagement", "amplification", "selectivity", "reach"];

  test.each(ids.map((id) => ({ id })))("of $id is the difference of two saturations, large or small", ({ id }) => {
    const part = partOf(modelAt(onlyBy(id), []), id);
    const sat = (x: number) => Math.min(1, Math.log2(1 + x) / 10);
    fc.assert(
      fc.property(amount, amount, (from, to) => {
        expectNear(movement(part, from, to), sat(to) - sat(from));
        expectNear(movement(part, from, from + to * 1e-9), sat(from + to * 1e-9) - sat(from));
      }),
    );
  });

  test.each(["presence", "linkMix"] as const)("of %s is the difference itself: nothing saturates", (id) => {
    const part = partOf(modelAt(onlyBy(id), []), id);
    fc.assert(
      fc.property(share, share, (from, to) => {
        expect(movement(part, from, to)).toBe(to - from);
      }),
    );
  });

  test("is nothing beyond full, and stops at full on the way there", () => {
    const part = partOf(modelAt(onlyBy("engagement"), []), "engagement");
    expect(movement(part, 1_023, 1e12)).toBe(0);
    expect(movement(part, 1e12, 1_023)).toBe(0);
    expectNear(movement(part, 511, 1e12), 0.1);
    expectNear(movement(part, 1e12, 511), -0.1);
  });

  test("there and back again is nothing", () => {
    const part = partOf(modelAt(onlyBy("reach"), []), "reach");
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(movement(part, a, b) + movement(part, b, a)).toBe(0);
      }),
    );
  });
});

describe("a term of one channel", () => {
  test("is what filling all of them gives for it", () => {
    const ids: readonly ComponentId[] = ["presence", "engagement", "amplification", "selectivity", "linkMix", "reach"];
    const model = modelAt(plain, [5, 0, 2]);
    model.sums.lastPostAt[0] = begin;
    model.sums.followers[2] = 9;
    holdChannel(model.sums, 2, day(1));
    const t = day(2);
    prepareAt(model, t);
    for (const id of ids) {
      const part = partOf(model, id);
      fillPart(model, part, t);
      for (const c of [0, 1, 2]) expect(termAt(model, id, c, t), `${id} ${c}`).toBe(part.terms[c]);
    }
  });
});

describe("a running sum", () => {
  const arrival = (channel: number) => ({ channel, at: 0, t: 0, posts: 0, links: 0, points: 0 });
  const runningOf = (model: Model, t = begin): RunningSum => {
    const part = partOf(model, "engagement");
    fillPart(model, part, t);
    const decay = new Float64Array(channels.length);
    return startSum(model, { part, mix: model.mixes.reactions, decay, fading: startFading(model.engagement, t), t });
  };
  const phi = (x: number) => (99 * Math.log2(1 + x)) / 10;

  test("starts with open channels' mixes and held channels' terms apart", () => {
    const model = modelAt(onlyBy("engagement"), [8, 4, 2]);
    holdChannel(model.sums, 1, begin);
    prepareAt(model, day(1));
    const running = runningOf(model, day(1));
    expectNear(running.open * running.fading.left, 5);
    expectNear(running.held, 4);
    expectNear(running.sum, 9);
  });

  test("books to each channel, once asked, its share of what time took", () => {
    const running = runningOf(modelAt(onlyBy("engagement"), [8, 4, 0]));
    fadeTo(running.fading, day(1));
    fade(running);
    expect([...running.decay]).toEqual([0, 0, 0]);
    bookChannels(running);
    const lost = phi(6) - phi(12);
    expectNear(running.decay[0] ?? 0, (lost * 2) / 3);
    expectNear(running.decay[1] ?? 0, lost / 3);
    expect(running.decay[2]).toBe(0);
  });

  test("books nothing twice", () => {
    const running = runningOf(modelAt(onlyBy("engagement"), [8, 4, 0]));
    fadeTo(running.fading, day(1));
    fade(running);
    bookChannels(running);
    const booked = [...running.decay];
    fade(running);
    bookChannels(running);
    expect([...running.decay]).toEqual(booked);
  });

  test("books to a held channel nothing at all", () => {
    const model = modelAt(onlyBy("engagement"), [8, 4, 0]);
    holdChannel(model.sums, 0, begin);
    const running = runningOf(model);
    fadeTo(running.fading, day(1));
    fade(running);
    bookChannels(running);
    expect(running.decay[0]).toBe(0);
    expectNear(running.decay[1] ?? 0, phi(10) - phi(12));
  });

  test("gains by what is raised after what time took until then", () => {
    const running = runningOf(modelAt(onlyBy("engagement"), [8, 0, 0]));
    fadeTo(running.fading, day(1));
    running.more = grown(running.fading, 3, day(1));
    const one = arrival(1);
    raise(running, one);
    expectNear(one.points, phi(7) - phi(4));
    expectNear(running.sum, 7);
    bookChannels({ ...running, mix: Float64Array.from([8, 0, 0]) });
    expectNear(running.decay[0] ?? 0, phi(4) - phi(8));
  });

  test("of nothing loses nothing", () => {
    const running = runningOf(modelAt(onlyBy("engagement"), [0, 0, 0]));
    fadeTo(running.fading, day(9));
    fade(running);
    bookChannels(running);
    expect([...running.decay]).toEqual([0, 0, 0]);
  });
});

describe("φ of a component", () => {
  test.each<{ id: ComponentId; terms: number[]; phi: number }>([
    { id: "presence", terms: [0.5, 0.5, 0], phi: 0.75 },
    { id: "presence", terms: [1, 0, 0], phi: 1 },
    { id: "linkMix", terms: [0.5, 0.25, 0.5], phi: 0.8125 },
    { id: "engagement", terms: [1, 2, 4], phi: 0.3 },
    { id: "amplification", terms: [3, 0, 0], phi: 0.2 },
    { id: "selectivity", terms: [1, 7, 4], phi: 0.3 },
    { id: "reach", terms: [500, 500, 23], phi: 1 },
    { id: "reach", terms: [0, 0, 0], phi: 0 },
  ])("$id of terms $terms is $phi", ({ id, terms, phi }) => {
    const part = partOf(modelAt(onlyBy(id), []), id);
    part.terms.set(terms);
    expectNear(combine(part), phi);
  });
});
