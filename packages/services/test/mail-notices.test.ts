import { and, asc, assignments, dueWork, eq, notices, sql, users } from "@headroom/db";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { finishWork } from "../src/channels/due-work.ts";
import type { Actor } from "../src/context/context.ts";
import { createMailer } from "../src/context/mailer.ts";
import { setNoticeSettings } from "../src/members/notice-settings.ts";
import { composeNoticeMail } from "../src/notices/compose-notice-mail.ts";
import { forgetNotices } from "../src/notices/forget-notices.ts";
import { listNotices } from "../src/notices/list-notices.ts";
import { mailNotices } from "../src/notices/mail-notices.ts";
import { markNoticesSeen } from "../src/notices/mark-notices-seen.ts";
import { tell } from "../src/notices/tell.ts";
import { addClient, addMember, dayMs, hourMs, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { bodyOf, headerOf, type MailServer, startMailServer } from "./mail-server.ts";
import { only } from "./stage.ts";

const db = testDatabase();
let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(async () => {
  await server.close();
  await db.close();
});

const minute = 60_000;
let agency: TestAgency;
let clientId: string;
beforeEach(async () => {
  server.refuse(null);
  server.received.length = 0;
  agency = await testAgency(db);
  agency.io.mail = createMailer({ smtpUrl: server.url, from: "Headroom <headroom@example.test>" });
  clientId = await addClient(agency);
});

const say = (about: string, text = `Told of ${about}. See to it.`) =>
  agency.system((ctx) => tell(ctx, { clientId, kind: "post-failed", about, text, path: "/clients#x" }));
const wished = async ({ memberId }: Actor = agency.actor): Promise<number | null> => {
  const rows = await agency.system((ctx) =>
    ctx.db
      .select()
      .from(dueWork)
      .where(and(eq(dueWork.kind, "mail"), eq(dueWork.subjectId, memberId))),
  );
  return rows[0]?.dueAt.getTime() ?? null;
};
/** A worker has taken it. */
const lease = () =>
  agency.system((ctx) =>
    ctx.db
      .update(dueWork)
      .set({ leasedUntil: new Date(agency.clock.now + minute) })
      .where(and(eq(dueWork.agencyId, agency.agencyId), eq(dueWork.kind, "mail"))),
  );
const post = ({ memberId }: Actor = agency.actor) =>
  mailNotices({ db, io: agency.io, agencyId: agency.agencyId, memberId });
const stored = () => agency.system((ctx) => ctx.db.select().from(notices).orderBy(asc(notices.about)));
const settings = (input: { from: number; to: number; mails: boolean }) =>
  agency.as((ctx) => setNoticeSettings({ ctx, input: { ...input, timeZone: "UTC" } }));
const addressOf = async ({ userId }: Actor): Promise<string> =>
  only(await db.global.select().from(users).where(eq(users.id, userId))).email;

describe("a mail of notices", () => {
  test("tells everything that is due in one message to her own address, once", async () => {
    await say("a");
    await say("b");
    expect(await post()).toBe("mailed");
    expect(await post()).toBe("nothing");
    const mail = only(server.received);
    expect(mail.to).toEqual([await addressOf(agency.actor)]);
    expect(headerOf(mail, "From")).toBe("Headroom <headroom@example.test>");
    expect(headerOf(mail, "Subject")).toMatch(/: 2 notices$/);
    expect(bodyOf(mail)).toContain(`Told of a. See to it.\nhttps://headroom.example/${agency.slug}/clients#x`);
    expect(bodyOf(mail)).toContain("Told of b.");
    expect((await stored()).map(({ mailedAt }) => mailedAt?.getTime())).toEqual([noon, noon]);
  });

  test("is asked for two minutes after the first news, so that what stops together is told together", async () => {
    await say("a");
    agency.clock.now += minute;
    await say("b");
    expect(await wished()).toBe(noon + 2 * minute);
  });

  test("waits for her hours like the page", async () => {
    await settings({ from: 14 * 60, to: 18 * 60, mails: true });
    await say("a");
    expect(await wished()).toBe(noon + 2 * hourMs + 2 * minute);
    expect(await post()).toBe("nothing");
    await settings({ from: 13 * 60, to: 18 * 60, mails: true });
    expect(await wished()).toBe(noon + hourMs + 2 * minute);
    agency.clock.now = noon + hourMs;
    expect(await post()).toBe("mailed");
  });

  test.each([
    { why: "she wants none", before: () => settings({ from: 480, to: 1_200, mails: false }) },
    {
      why: "she has seen it on the page",
      before: async () => {
        const { id } = only(await stored());
        await agency.as((ctx) => markNoticesSeen({ ctx, input: { noticeIds: [id] } }));
      },
    },
    {
      why: "it is older than a day",
      before: async () => {
        agency.clock.now += dayMs + 1;
      },
    },
    {
      why: "no mail server is set up",
      before: async () => {
        delete agency.io.mail;
      },
    },
    {
      why: "she is no member any more",
      before: () =>
        agency.system((ctx) => ctx.db.execute(sql`delete from members where agency_id = ${agency.agencyId}`)),
    },
  ])("is not sent where $why", async ({ before }) => {
    await say("a");
    await before();
    expect(await post()).toBe("nothing");
    expect(server.received).toEqual([]);
  });

  test("names no client that she does not see any more", async () => {
    const staffer = await addMember(agency, "staffer");
    const [from, to] = [agency.agencyId, staffer.memberId];
    await agency.system((ctx) => ctx.db.insert(assignments).values({ agencyId: from, clientId, memberId: to }));
    await say("a");
    expect([await wished(staffer), await wished()]).toEqual([noon + 2 * minute, null]);
    await agency.system((ctx) => ctx.db.delete(assignments).where(eq(assignments.memberId, to)));
    expect(await post(staffer)).toBe("nothing");
  });

  test("that the server does not take is tried again in an hour and stays unmailed until then", async () => {
    await say("a");
    server.refuse("try later");
    expect(await post()).toBe("failed");
    expect(only(await stored()).mailedAt).toBeNull();
    server.refuse(null);
    agency.clock.now += hourMs;
    expect(await post()).toBe("mailed");
  });

  test("that fails is wished for an hour later, also under the worker's own lease", async () => {
    await say("a");
    await lease();
    server.refuse("try later");
    await post();
    expect(await wished()).toBe(noon + hourMs + 2 * minute);
  });

  test("goes out under the same id when a crash forgot that it was sent, so that it is known as one", async () => {
    await say("a");
    await post();
    await agency.system((ctx) => ctx.db.update(notices).set({ mailedAt: null }));
    await post();
    const [first, second] = server.received.map((mail) => headerOf(mail, "Message-ID"));
    expect(first).toMatch(/^<[-0-9a-f]{36}\.1@headroom\.example>$/);
    expect(second).toBe(first);
  });

  test("misses nothing that is told while it is being written", async () => {
    await say("a");
    agency.clock.now += 2 * minute;
    const dueAt = new Date(noon + 2 * minute);
    await lease();
    await say("b");
    await finishWork(db, { kind: "mail", agencyId: agency.agencyId, subjectId: agency.actor.memberId, dueAt });
    expect(await wished()).toBe(noon + 4 * minute);
  });

  test("adds no header of its own, whatever a text says", async () => {
    await say("a", "Held\r\nBcc: everybody@example.test. Then more.");
    await post();
    const mail = only(server.received);
    expect([headerOf(mail, "Bcc"), mail.to.length]).toEqual([undefined, 1]);
    expect(headerOf(mail, "Subject")).toContain("Held Bcc: everybody@example");
  });
});

describe("the text of such a mail", () => {
  const compose = (texts: string[]) =>
    composeNoticeMail({
      agency: { slug: "north", name: "North" },
      publicUrl: "https://h.example",
      news: texts.map((text) => ({ text, path: "/clients" })),
    });

  test.each([
    { texts: ["Nothing is heard from A. Sign in."], subject: "North: Nothing is heard from A" },
    { texts: ["One sentence."], subject: "North: One sentence" },
    { texts: ["One.", "Two."], subject: "North: 2 notices" },
  ])("has the subject $subject", ({ texts, subject }) => {
    expect(compose(texts).subject).toBe(subject);
  });

  test("shows twenty and counts the rest, and says where to end it", () => {
    const { text } = compose(Array.from({ length: 23 }, (_, n) => `News ${n + 1}.`));
    expect(text).toContain("News 20.");
    expect(text).not.toContain("News 21.");
    expect(text).toContain("And 3 more.");
    expect(text).toContain("https://h.example/north/notices");
  });
});

describe("old notices", () => {
  test.each([
    { age: 90 * dayMs, left: 1 },
    { age: 90 * dayMs + 1, left: 0 },
  ])("of $age ms leave $left", async ({ age, left }) => {
    await say("a");
    agency.clock.now += age;
    await forgetNotices(db, agency.io);
    expect(await agency.as((ctx) => listNotices({ ctx, input: undefined }))).toHaveLength(left);
  });
});
