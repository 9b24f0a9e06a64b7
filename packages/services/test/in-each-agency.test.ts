import { agencies, eq } from "@headroom/db";
import { afterAll, expect, test } from "vitest";
import { describeError } from "../src/context/describe-error.ts";
import { inEachAgency } from "../src/context/in-each-agency.ts";
import { testAgency, testDatabase } from "./agency.ts";

const db = testDatabase();
afterAll(() => db.close());

test("what fails in one agency is done in the others all the same, and is told afterwards", async () => {
  const ids = [];
  for (let n = 0; n < 3; n++) ids.push((await testAgency(db)).agencyId);
  const [, broken] = ids;
  const round = inEachAgency(db, async (tx, agencyId) => {
    await tx.update(agencies).set({ name: "Visited" }).where(eq(agencies.id, agencyId));
    if (agencyId === broken) throw new Error("a row that nobody expected");
  });
  const error = await round.catch((failure: unknown) => failure);
  expect(describeError(error)).toMatch(
    /Failed in 1 of \d+ agencies[\s\S]+because of Error: a row that nobody expected/,
  );
  const rows = await db.global.select().from(agencies);
  const visited = ids.map((id) => rows.find((row) => row.id === id)?.name === "Visited");
  expect(visited).toEqual([true, false, true]);
});
