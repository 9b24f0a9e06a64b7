import { auditLog, clients, eq, inAgency } from "@headroom/db";
import { ServiceError } from "@headroom/services";
import { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import superjson from "superjson";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { appRouter, createCaller, refusalTo } from "../src/index.ts";
import { createCallerFactory, managerProcedure, memberProcedure, router, signedInProcedure } from "../src/trpc.ts";
import { newAgency, requestOf, type TestAgency, testDatabase, testIo } from "./agency.ts";

const db = testDatabase();
afterAll(() => db.close());

const { io, logged } = testIo();
let agency: TestAgency;
beforeAll(async () => {
  agency = await newAgency(db);
});
beforeEach(() => {
  logged.length = 0;
});

const insides = "the insides of a bug, with a token in it";

/** Ways of failing, behind the same procedures as the real verbs. */
const failingRouter = router({
  bug: memberProcedure.mutation(() => {
    throw new Error(insides);
  }),
  bugBeforeTheAgency: signedInProcedure.query(() => {
    throw new TypeError(insides);
  }),
  oddThing: memberProcedure.mutation(() => {
    throw insides;
  }),
  sqlMistake: memberProcedure.mutation(async ({ ctx }) => {
    await ctx.db.insert(clients).values({ agencyId: ctx.agencyId, name: "a", timeZone: "x", id: "no uuid" });
  }),
  refusal: memberProcedure.mutation(() => {
    throw new ServiceError("conflict", "Somebody was faster.", { field: "name", cause: new Error(insides) });
  }),
  wait: memberProcedure.mutation(() => {
    throw new ServiceError("too-many", "Too many attempts.", { retryAfterMs: 60_000 });
  }),
  away: memberProcedure.mutation(() => {
    throw new ServiceError("unavailable", "The network does not answer.");
  }),
  form: memberProcedure
    .input(
      z.object({
        level: z.number().max(100, "A level lies between 1 and 100."),
        name: z.string().min(1, "Give it a name."),
      }),
    )
    .mutation(() => "fine"),
  halfDone: managerProcedure.input(z.object({ name: z.string() })).mutation(async ({ ctx, input }) => {
    await ctx.db.insert(clients).values({ agencyId: ctx.agencyId, name: input.name });
    await ctx.db.insert(auditLog).values({
      agencyId: ctx.agencyId,
      at: new Date(ctx.io.now()),
      action: "client.created",
      subject: "client",
      subjectId: input.name,
    });
    throw input.name.startsWith("bug") ? new Error(insides) : new ServiceError("invalid", "Not this one.");
  }),
});
const failing = createCallerFactory(failingRouter);

const request = () => requestOf(db, { io, userId: agency.owner.userId, slug: agency.slug });

/** Asks as a browser does; the answer is text, so that nothing of it is overlooked. */
const askOver = async (
  served: Parameters<typeof fetchRequestHandler>[0]["router"],
  { path, input, userId = agency.owner.userId }: { path: string; input?: unknown; userId?: string | null },
) => {
  const response = await fetchRequestHandler({
    endpoint: "/api/trpc",
    router: served,
    req: new Request(`https://headroom.example/api/trpc/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(superjson.serialize(input)),
    }),
    createContext: () => requestOf(db, { io, userId, slug: agency.slug }),
  });
  const text = await response.text();
  const error: { message: string; data: Record<string, unknown> } = JSON.parse(text).error?.json;
  return { status: response.status, text, error };
};

describe("a bug", () => {
  test.each(["bug", "oddThing", "sqlMistake"])(
    "(%s) reaches the browser as one plain sentence, and the log whole",
    async (path) => {
      const { status, text, error } = await askOver(failingRouter, { path });
      expect(status).toBe(500);
      expect(error).toMatchObject({
        message: "Something went wrong on our side. It was noted; try again.",
        data: { code: "INTERNAL_SERVER_ERROR", httpStatus: 500, field: null, fieldErrors: null },
      });
      expect(text).not.toMatch(/insides|stack|\.ts:|insert into|uuid/i);
      expect(logged).toHaveLength(1);
      expect(logged[0]).toContain(`"path":"${path}"`);
      expect(logged[0]).toMatch(path === "sqlMistake" ? /uuid/ : /the insides of a bug/);
    },
  );

  test("before the agency was entered is masked and logged as well", async () => {
    await expect(failing(request()).bugBeforeTheAgency()).rejects.toBeInstanceOf(TRPCError);
    expect(logged).toHaveLength(1);
  });

  test("answers routes without the protocol with the same sentence", async () => {
    const error = await failing(request())
      .bug()
      .catch((caught: unknown) => caught);
    expect(refusalTo(error)).toEqual({
      status: 500,
      message: "Something went wrong on our side. It was noted; try again.",
    });
    expect(() => refusalTo(new RangeError("not from here"))).toThrow("not from here");
  });
});

describe("a refusal", () => {
  test.each([
    ["refusal", 409, { code: "CONFLICT", field: "name" }, "Somebody was faster."],
    ["wait", 429, { code: "TOO_MANY_REQUESTS", field: null }, "Too many attempts."],
    ["away", 503, { code: "SERVICE_UNAVAILABLE", field: null }, "The network does not answer."],
  ])("(%s) has its code, its field and its own words, and is not logged", async (path, status, data, message) => {
    const answer = await askOver(failingRouter, { path });
    expect(answer.status).toBe(status);
    expect(answer.error).toMatchObject({ message, data });
    expect(answer.text).not.toContain("insides");
    expect(logged).toEqual([]);
    expect(refusalTo(new TRPCError({ code: "CONFLICT", message: "x" }))).toEqual({ status: 409, message: "x" });
  });

  test("of an input names every field at fault in plain words", async () => {
    const { status, error } = await askOver(failingRouter, { path: "form", input: { level: 400, name: "" } });
    expect(status).toBe(400);
    expect(error.message).toBe("A level lies between 1 and 100.");
    expect(error.data).toEqual({
      code: "BAD_REQUEST",
      httpStatus: 400,
      field: null,
      fieldErrors: { level: ["A level lies between 1 and 100."], name: ["Give it a name."] },
    });
    expect(logged).toEqual([]);
  });

  test.each([
    ["client.create", { name: "  ", timeZone: "UTC" }, "name", "Give the client a name."],
    [
      "client.create",
      { name: "A", timeZone: "Mars/Olympus" },
      "timeZone",
      "This time zone is not known. Example: Europe/Berlin",
    ],
    ["client.setTarget", { level: 0 }, "level", "A level lies between 1 and 100."],
    ["client.setTarget", { level: 100.5 }, "level", "A level lies between 1 and 100."],
    ["member.invite", { email: "not-an-address", role: "staffer" }, "email", "This is not an e-mail address."],
  ])("of %s %o names %s", async (path, input, field, message) => {
    const { status, error } = await askOver(appRouter, { path, input });
    expect(status).toBe(400);
    expect(error.message).toBe(message);
    expect(error.data.fieldErrors).toEqual({ [field]: [message] });
  });

  test("of a name that is taken names the field of the form", async () => {
    await askOver(appRouter, { path: "client.create", input: { name: "Bakery", timeZone: "UTC" } });
    const { status, error } = await askOver(appRouter, {
      path: "client.create",
      input: { name: "BAKERY", timeZone: "UTC" },
    });
    expect(status).toBe(409);
    expect(error).toMatchObject({ message: "The agency has a client of that name.", data: { field: "name" } });
  });

  test("of somebody who is not signed in says so, and nothing of the agency", async () => {
    const { status, text } = await askOver(appRouter, { path: "member.invite", input: {}, userId: null });
    expect(status).toBe(401);
    expect(text).toContain("Sign in first.");
    expect(text).not.toContain(agency.id);
  });
});

describe("a verb that fails half-way", () => {
  test.each(["bug", "refusal"])("(%s) leaves nothing behind, its audit row included", async (kind) => {
    const name = `${kind} ${crypto.randomUUID()}`;
    await expect(failing(request()).halfDone({ name })).rejects.toBeInstanceOf(TRPCError);
    const left = await inAgency(db, { agencyId: agency.id }, async (tx) => [
      ...(await tx.select().from(clients).where(eq(clients.name, name))),
      ...(await tx.select().from(auditLog).where(eq(auditLog.subjectId, name))),
    ]);
    expect(left).toEqual([]);
  });

  test("does not spoil the next one on the same connection", async () => {
    await expect(failing(request()).sqlMistake()).rejects.toBeInstanceOf(TRPCError);
    expect(await createCaller(request()).client.list({ search: "nobody" })).toEqual([]);
  });
});
