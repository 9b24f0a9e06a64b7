import { describe, expect, test } from "vitest";
import { Work, workKinds } from "../src/enqueue.ts";
import { handlers } from "../src/handlers.ts";

const id = "0d6f3a52-5b0e-4c5e-9d1e-1f7a2b3c4d5e";

describe("a piece of work", () => {
  test.each(workKinds)("of kind %s has a handler", (kind) => {
    expect(handlers[kind]).toBeTypeOf("function");
  });

  test("is ids only", () => {
    expect(Work.parse({ kind: "report", agencyId: id, subjectId: id, name: "Secret" })).toEqual({
      kind: "report",
      agencyId: id,
      subjectId: id,
    });
  });

  test.each([
    ["an unknown kind", { kind: "mine bitcoin", agencyId: id, subjectId: id }],
    ["no agency", { kind: "report", subjectId: id }],
    ["an id that is none", { kind: "report", agencyId: id, subjectId: "1; drop table" }],
  ])("with %s is refused", (_, work) => {
    expect(Work.safeParse(work).success).toBe(false);
  });
});
