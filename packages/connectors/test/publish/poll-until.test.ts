import { expect, it } from "vitest";
import { pollUntil } from "../../src/publish/poll-until.ts";

const asked = async (readyAt: number) => {
  const waits: number[] = [];
  let questions = 0;
  const answer = await pollUntil({ wait: async (ms) => void waits.push(ms) }, async () => {
    questions += 1;
    return questions === readyAt ? "ready" : null;
  });
  return { answer, waits, questions };
};

it("asks at once, and waits only where there is no answer yet", async () => {
  expect(await asked(1)).toEqual({ answer: "ready", waits: [], questions: 1 });
  expect(await asked(3)).toEqual({ answer: "ready", waits: [1_000, 2_000], questions: 3 });
});

it("gives up after a minute", async () => {
  const { answer, waits, questions } = await asked(99);
  expect([answer, questions]).toEqual([null, 7]);
  expect(waits.reduce((a, b) => a + b)).toBe(60_000);
});
