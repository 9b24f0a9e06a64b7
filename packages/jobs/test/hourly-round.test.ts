import { connect } from "@headroom/db";
import type {} from "@headroom/db/testing";
import { composeIo } from "@headroom/services";
import { afterAll, expect, inject, test } from "vitest";
import { hourlyRound } from "../src/hourly-round.ts";

const db = connect({ url: inject("databaseUrl"), maxConnections: 2 });
afterAll(() => db.close());

const world = () => {
  const lines: unknown[] = [];
  const io = composeIo({
    sealKey: Buffer.alloc(32, 1).toString("base64"),
    oldSealKeys: "",
    allowedPrivateHosts: "",
    networkBaseUrls: "{}",
    networkLimitFactors: "{}",
    networkApps: "{}",
    uploadFolder: "",
    publicUrl: "https://headroom.example",
  });
  return { lines, db, io: { ...io, log: (line: string, detail?: object) => void lines.push({ line, ...detail }) } };
};

test("a part of the hourly round that fails is named in the log, and the others are made", async () => {
  const { lines, ...at } = world();
  const made: string[] = [];
  await hourlyRound(at, {
    first: () => Promise.reject(new Error("out of order")),
    second: async () => made.push("second"),
  });
  expect(made).toEqual(["second"]);
  expect(lines).toMatchObject([{ part: "first", error: expect.stringContaining("out of order") }]);
});

test("the whole round can be made on an empty database", async () => {
  const { lines, ...at } = world();
  await hourlyRound(at);
  expect(lines).toEqual([]);
});
