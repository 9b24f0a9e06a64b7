import {
  agencies,
  and,
  asc,
  clients,
  type Database,
  eq,
  gte,
  inAgency,
  inArray,
  isNull,
  members,
  notices,
  users,
} from "@headroom/db";
import type { Context, Io } from "../context/context.ts";
import { describeError } from "../context/describe-error.ts";
import type { SendMail } from "../context/mailer.ts";
import { composeNoticeMail } from "./compose-notice-mail.ts";
import { itsClient, toldTo } from "./told-to.ts";
import { wishMail } from "./wish-mail.ts";

export interface MailNotices {
  db: Database;
  io: Io;
  agencyId: string;
  memberId: string;
}

/** Later than this news is not mailed any more, ms: it stands on the page. */
const tooLateMs = 24 * 3_600_000;
/** A mail server that does not take a mail is asked again after this, ms. */
const pauseMs = 3_600_000;

/**
 * Mails a member in one message what is due and what she has not seen. A crash between sending and noting it sends the same
 * message once more, under the same id.
 */
export const mailNotices = async (job: MailNotices): Promise<"mailed" | "nothing" | "failed"> => {
  const { mail } = job.io;
  if (mail === undefined) return "nothing";
  const letter = await inAgency(job.db, { agencyId: job.agencyId }, (db) => loadLetter({ ...job, db }));
  if (letter === null) return "nothing";
  if (!(await isHandedOver(job, { mail, letter }))) return "failed";
  await inAgency(job.db, { agencyId: job.agencyId }, (db) =>
    db
      .update(notices)
      .set({ mailedAt: new Date(job.io.now()) })
      .where(and(eq(notices.agencyId, job.agencyId), inArray(notices.id, letter.noticeIds))),
  );
  return "mailed";
};

interface Letter {
  to: string;
  subject: string;
  text: string;
  /** At least one. */
  noticeIds: string[];
}

const isHandedOver = async (
  { db, io, agencyId, memberId }: MailNotices,
  { mail, letter: { noticeIds, ...letter } }: { mail: SendMail; letter: Letter },
): Promise<boolean> => {
  try {
    await mail({ ...letter, id: `<${noticeIds[0]}.${noticeIds.length}@${new URL(io.publicUrl).hostname}>` });
    return true;
  } catch (error) {
    io.log("Notices could not be mailed", { memberId, error: describeError(error) });
    await inAgency(db, { agencyId }, (tx) =>
      wishMail({ db: tx, agencyId, io }, { memberId, dueAt: io.now() + pauseMs }),
    );
    return false;
  }
};

interface Load extends Omit<MailNotices, "db"> {
  db: Context["db"];
}

const loadLetter = async ({ db, io, agencyId, memberId }: Load): Promise<Letter | null> => {
  const [row] = await db
    .select({ member: members, to: users.email, agency: { slug: agencies.slug, name: agencies.name } })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .innerJoin(agencies, eq(agencies.id, members.agencyId))
    .where(and(eq(members.agencyId, agencyId), eq(members.id, memberId)));
  if (!row?.member.mailsNotices) return null;
  const { userId, role, name, timeZone } = row.member;
  const ctx: Context = { db, io, agencyId, actor: { userId, memberId, role, name, timeZone } };
  const news = await db
    .select({ id: notices.id, text: notices.text, path: notices.path })
    .from(notices)
    .innerJoin(clients, itsClient)
    .where(
      and(
        toldTo(ctx),
        isNull(notices.seenAt),
        isNull(notices.mailedAt),
        gte(notices.dueAt, new Date(io.now() - tooLateMs)),
      ),
    )
    .orderBy(asc(notices.dueAt), asc(notices.createdAt), asc(notices.id));
  if (news.length === 0) return null;
  const letter = composeNoticeMail({ agency: row.agency, publicUrl: io.publicUrl, news });
  return { ...letter, to: row.to, noticeIds: news.map(({ id }) => id) };
};
