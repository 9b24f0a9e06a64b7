import { expect, test } from "vitest";
import { describeError } from "../src/context/describe-error.ts";

test("says which query failed and why, but none of its values", () => {
  const failed = Object.assign(new Error('Failed query: insert into "passwords" values ($1)\nparams: scrypt$secret'), {
    query: 'insert into "passwords" values ($1)',
    params: ["scrypt$secret"],
    cause: new Error("duplicate key"),
  });
  const text = describeError(failed);
  expect(text).toContain('insert into "passwords"');
  expect(text).toContain("duplicate key");
  expect(text).not.toContain("scrypt$secret");
});

test("keeps the stack of any other error, and takes what is no error", () => {
  expect(describeError(new TypeError("no such thing"))).toMatch(/^TypeError: no such thing\n {4}at /);
  expect(describeError("just words")).toBe("just words");
});
