import {
  type Actor,
  type Context,
  describeError,
  enterAgency,
  forgetDemoPeople,
  limitAttempts,
  myAgencies,
  type Role,
  ServiceError,
  seesClient,
} from "@headroom/services";
import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { ZodError, z } from "zod";
import type { RequestContext } from "./context.ts";
import { codeOf, messageOf } from "./error-translation.ts";

const t = initTRPC.context<RequestContext>().create({
  transformer: superjson,
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
  errorFormatter: ({ shape, error }) => {
    const { cause } = error;
    return {
      ...shape,
      // A bug's own message may hold anything: it goes to the log, not to the browser.
      message: messageOf(error),
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        field: cause instanceof ServiceError ? (cause.field ?? null) : null,
        fieldErrors: cause instanceof ZodError ? z.flattenError(cause).fieldErrors : null,
      },
    };
  },
});

export const { router, createCallerFactory } = t;

/** Turns a verb's refusal into the protocol's code, and logs what was not foreseen. `next` resolves on failure. */
const translateErrors = t.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (cause instanceof ServiceError) throw new TRPCError({ code: codeOf(cause.code), message: cause.message, cause });
  if (result.error.code === "INTERNAL_SERVER_ERROR") {
    ctx.io.log("A request failed unexpectedly", { path, error: describeError(cause ?? result.error) });
  }
  return result;
});

const anyone = t.procedure.use(translateErrors);

export const signedInProcedure = anyone.use(({ ctx, next }) => {
  if (ctx.userId === null) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
  return next({ ctx: { ...ctx, userId: ctx.userId } });
});

/** The agency named by the page, if she is a member of it; for somebody else it does not exist. */
const memberOf = async (ctx: RequestContext & { userId: string }): Promise<{ agencyId: string; actor: Actor }> => {
  const memberships = await myAgencies(ctx.db, ctx.userId);
  const membership = memberships.find(({ slug }) => slug === ctx.agencySlug);
  if (membership === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "This agency was not found." });
  const { agencyId, memberId, role, memberName, memberTimeZone } = membership;
  return { agencyId, actor: { userId: ctx.userId, memberId, role, name: memberName, timeZone: memberTimeZone } };
};

const mayWork: readonly Role[] = ["owner", "manager", "staffer"];

const notFor = (role: Role): TRPCError => new TRPCError({ code: "FORBIDDEN", message: `This is not for ${role}s.` });

class RolledBack extends Error {}

/** At most this often one person may have us ask a host that she names. */
const hostAsks = { what: "ask-host", most: 40, windowMs: 10 * 60_000 };
/** The same for hosts of a list: two lists of the most blogs that one may hold. */
const listAsks = { what: "ask-listed-host", most: 400, windowMs: 10 * 60_000 };

const limitedProcedure = ({ what, ...limit }: typeof hostAsks) =>
  signedInProcedure.use(async ({ ctx, next }) => {
    await limitAttempts(ctx.db, { key: `${what}:${ctx.userId}`, ...limit, now: ctx.io.now() });
    return next();
  });

/** One transaction inside the agency around the whole verb: what fails leaves nothing behind. */
const withinAgency = (allowed: readonly Role[], base = signedInProcedure) =>
  base.use(async ({ ctx, next }) => {
    const { agencyId, actor } = await memberOf(ctx);
    if (!allowed.includes(actor.role)) throw notFor(actor.role);
    const run = (verbContext: Context) => next({ ctx: verbContext });
    let failed: Awaited<ReturnType<typeof run>> | undefined;
    try {
      return await enterAgency({ db: ctx.db, io: ctx.io, agencyId, actor }, async (verbContext) => {
        const result = await run(verbContext);
        if (!result.ok) {
          failed = result;
          throw new RolledBack();
        }
        return result;
      });
    } catch (error) {
      if (error instanceof RolledBack && failed !== undefined) return failed;
      throw error;
    }
  });

export const memberProcedure = withinAgency(["owner", "manager", "staffer", "viewer"]);
export const workerProcedure = withinAgency(mayWork);
/** For verbs that wait for something else on the way: they enter the agency themselves, before and after, not meanwhile. */
const entering = (base: typeof signedInProcedure) =>
  base.use(async ({ ctx, next }) => {
    const { agencyId, actor } = await memberOf(ctx);
    if (!mayWork.includes(actor.role)) throw notFor(actor.role);
    return next({ ctx: { entry: { db: ctx.db, io: ctx.io, agencyId, actor } } });
  });
export const enteringProcedure = entering(signedInProcedure);
/** The same for verbs that make us ask hosts people typed. */
export const askingProcedure = entering(limitedProcedure(hostAsks));
export const askingForListProcedure = entering(limitedProcedure(listAsks));
export const managerProcedure = withinAgency(["owner", "manager"]);

/** Once the demo is gone for good, its people go as well; they are no agency's business, so outside of the transaction. */
const lastOfTheDemo = signedInProcedure.use(async ({ ctx, next }) => {
  const result = await next();
  if (result.ok) await forgetDemoPeople(ctx.db);
  return result;
});
export const removeDemoProcedure = withinAgency(["owner"], lastOfTheDemo);

/**
 * For live streams: a member, but no transaction held open while she listens. `sees` asks anew each time, since she may have
 * lost a client, or her place in the agency, while the stream was open.
 */
export const listeningProcedure = signedInProcedure.use(async ({ ctx, next }) => {
  const { agencyId } = await memberOf(ctx);
  const sees = async (clientId: string): Promise<boolean> => {
    const { actor } = await memberOf(ctx);
    return enterAgency({ db: ctx.db, io: ctx.io, agencyId, actor }, (verbContext) =>
      seesClient({ ctx: verbContext, input: { clientId } }),
    );
  };
  return next({ ctx: { ...ctx, agencyId, sees } });
});
