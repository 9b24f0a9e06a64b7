import { createHash, randomBytes } from "node:crypto";
import { invites } from "@headroom/db";
import { z } from "zod";
import { record } from "../context/audit.ts";
import { type Call, roles } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";

export const InviteMemberInput = z.object({
  email: z
    .email("This is not an e-mail address.")
    .max(200)
    .transform((email) => email.toLowerCase()),
  role: z.enum(roles),
});
export type InviteMemberInput = z.infer<typeof InviteMemberInput>;

const validForMs = 14 * 86_400_000;

/** An invitation as a path to open; the token in it is shown once and kept only as a hash. */
export const inviteMember = async ({
  ctx,
  input,
}: Call<InviteMemberInput>): Promise<{ path: string; expiresAt: number }> => {
  if (input.role === "owner" && ctx.actor.role !== "owner") {
    throw new ServiceError("forbidden", "Only an owner makes owners.", { field: "role" });
  }
  const token = randomBytes(24).toString("base64url");
  const expiresAt = ctx.io.now() + validForMs;
  const id = crypto.randomUUID();
  await ctx.db.insert(invites).values({
    agencyId: ctx.agencyId,
    id,
    email: input.email,
    role: input.role,
    tokenHash: hashInviteToken(token),
    invitedBy: ctx.actor.memberId,
    expiresAt: new Date(expiresAt),
  });
  await record(ctx, {
    action: "member.invited",
    subject: "invite",
    subjectId: id,
    after: { email: input.email, role: input.role },
  });
  return { path: `/join/${ctx.agencyId}.${token}`, expiresAt };
};

/** Takes a link's last segment apart: agency id, a dot, the token. Null for anything else. */
export const parseInviteCode = (code: string): { agencyId: string; tokenHash: string } | null => {
  const [agencyId = "", token = ""] = code.split(".");
  return z.uuid().safeParse(agencyId).success && token !== "" ? { agencyId, tokenHash: hashInviteToken(token) } : null;
};

const hashInviteToken = (token: string): string => createHash("sha256").update(token).digest("base64url");
