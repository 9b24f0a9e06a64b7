import { and, clients, eq, topicDecisions } from "@headroom/db";
import { z } from "zod";
import { workedClient } from "../clients/client-access.ts";
import { record } from "../context/audit.ts";
import type { Call, Context } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";

const TopicName = z.string().trim().min(1).max(120);

export const DecideTopicInput = z.object({
  clientId: z.uuid(),
  topic: TopicName,
  /** `none` takes back what was said before. */
  decision: z.enum(["pin", "veto", "merge", "none"]),
  /** For `merge`: what it is the same as. */
  into: TopicName.optional(),
});
export type DecideTopicInput = z.infer<typeof DecideTopicInput>;

/** Each client has a handful of topics; more decisions than this are a script's. */
const mostDecisions = 500;

/** A person's word on a topic stands until a person takes it back. */
export const decideTopic = async ({ ctx, input }: Call<DecideTopicInput>): Promise<void> => {
  const client = await workedClient(ctx, input.clientId);
  // One word at a time: two merges at once must not lead into each other.
  await ctx.db.select({ id: clients.id }).from(clients).where(eq(clients.id, client.id)).for("update");
  const { topic, decision } = input;
  const said = await decisionsOf(ctx, client.id);
  const before = said.get(topic) ?? null;
  const row = { agencyId: ctx.agencyId, clientId: client.id, topic };
  const which = and(
    eq(topicDecisions.agencyId, ctx.agencyId),
    eq(topicDecisions.clientId, client.id),
    eq(topicDecisions.topic, topic),
  );
  const into = decision === "merge" ? mergeTarget(input, said) : null;
  if (decision === "none") await ctx.db.delete(topicDecisions).where(which);
  else {
    if (before === null && said.size >= mostDecisions) {
      throw new ServiceError("too-many", "There are too many decisions on this client's topics already.");
    }
    const word = { decision, into, decidedBy: ctx.actor.memberId, decidedAt: new Date(ctx.io.now()) };
    await ctx.db
      .insert(topicDecisions)
      .values({ ...row, ...word })
      .onConflictDoUpdate({
        target: [topicDecisions.agencyId, topicDecisions.clientId, topicDecisions.topic],
        set: word,
      });
  }
  await record(ctx, {
    action: "topic.decided",
    subject: "client",
    subjectId: client.id,
    before,
    after: { topic, decision, into },
  });
};

type Said = ReadonlyMap<string, { topic: string; decision: string; into: string | null }>;

const decisionsOf = async ({ db, agencyId }: Context, clientId: string): Promise<Said> => {
  const rows = await db
    .select({ topic: topicDecisions.topic, decision: topicDecisions.decision, into: topicDecisions.into })
    .from(topicDecisions)
    .where(and(eq(topicDecisions.agencyId, agencyId), eq(topicDecisions.clientId, clientId)))
    .for("update");
  return new Map(rows.map((row) => [row.topic, row]));
};

const mergeTarget = ({ topic, into }: DecideTopicInput, said: Said): string => {
  if (into === undefined) throw new ServiceError("invalid", "Name the topic it is the same as.", { field: "into" });
  const seen = new Set<string>();
  for (let at: string | null = into; at !== null && !seen.has(at); at = mergedInto(at, said)) {
    seen.add(at);
    if (at === topic) throw new ServiceError("invalid", "This would merge a topic into itself.", { field: "into" });
  }
  return into;
};

const mergedInto = (topic: string, said: Said): string | null => {
  const found = said.get(topic);
  return found?.decision === "merge" ? found.into : null;
};
