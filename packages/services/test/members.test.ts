import { asc, auditLog, clients, eq, invites, members } from "@headroom/db";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createAgency } from "../src/agencies/create-agency.ts";
import { myAgencies } from "../src/agencies/my-agencies.ts";
import { createClient } from "../src/clients/create-client.ts";
import { getClient } from "../src/clients/get-client.ts";
import type { Actor } from "../src/context/context.ts";
import { acceptInvite } from "../src/members/accept-invite.ts";
import { changeRole } from "../src/members/change-role.ts";
import { inviteMember } from "../src/members/invite-member.ts";
import { listMembers } from "../src/members/list-members.ts";
import { readInvite } from "../src/members/read-invite.ts";
import { removeMember } from "../src/members/remove-member.ts";
import { withdrawInvite } from "../src/members/withdraw-invite.ts";
import { addClient, addMember, dayMs, newUser, noon, type TestAgency, testAgency, testDatabase } from "./agency.ts";
import { only } from "./stage.ts";
import { tablesWith } from "./table-rows.ts";

const db = testDatabase();
afterAll(() => db.close());

let agency: TestAgency;
beforeEach(async () => {
  agency = await testAgency(db);
});

const memberRows = () => agency.system(({ db: tx }) => tx.select().from(members).orderBy(asc(members.name)));
const change = (memberId: string, role: Actor["role"], actor?: Actor) =>
  agency.as((ctx) => changeRole({ ctx, input: { memberId, role } }), actor);
const remove = (memberId: string, actor?: Actor) =>
  agency.as((ctx) => removeMember({ ctx, input: { memberId } }), actor);

describe("owners", () => {
  test("of whom two step down in the same moment leave one", async () => {
    for (let round = 0; round < 5; round++) {
      agency = await testAgency(db);
      const second = await addMember(agency, "owner", "Second Owner");
      const outcomes = await Promise.allSettled([
        change(agency.actor.memberId, "manager"),
        change(second.memberId, "manager", second),
      ]);
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      const refused = outcomes.find(({ status }) => status === "rejected");
      expect(refused).toMatchObject({ reason: { code: "conflict" } });
      expect((await memberRows()).filter(({ role }) => role === "owner")).toHaveLength(1);
    }
  });

  test("of whom one removes the other in the moment in which she is removed leave one", async () => {
    const second = await addMember(agency, "owner", "Second Owner");
    const outcomes = await Promise.allSettled([remove(second.memberId), remove(agency.actor.memberId, second)]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { name: "ServiceError" },
    });
    expect((await memberRows()).filter(({ role }) => role === "owner")).toHaveLength(1);
  });

  test("stay at least one: the last can neither step down nor leave", async () => {
    await expect(change(agency.actor.memberId, "manager")).rejects.toMatchObject({ code: "conflict" });
    await expect(remove(agency.actor.memberId)).rejects.toMatchObject({ code: "conflict" });
    await change(agency.actor.memberId, "owner");
    const second = await addMember(agency, "manager");
    await change(second.memberId, "owner");
    await change(agency.actor.memberId, "viewer");
    expect((await memberRows()).map(({ role }) => role).toSorted()).toEqual(["owner", "viewer"]);
  });

  test("are changed and made by owners only", async () => {
    const manager = await addMember(agency, "manager");
    const staffer = await addMember(agency, "staffer");
    const forbidden = { code: "forbidden" };
    await expect(change(agency.actor.memberId, "viewer", manager)).rejects.toMatchObject(forbidden);
    await expect(remove(agency.actor.memberId, manager)).rejects.toMatchObject(forbidden);
    await expect(change(staffer.memberId, "owner", manager)).rejects.toMatchObject(forbidden);
    await change(staffer.memberId, "manager", manager);
    const log = await agency.system(({ db: tx }) =>
      tx.select().from(auditLog).where(eq(auditLog.action, "member.role-changed")),
    );
    expect(only(log)).toMatchObject({
      subjectId: staffer.memberId,
      userId: manager.userId,
      before: { role: "staffer" },
      after: { role: "manager" },
    });
  });

  test("of another agency are out of reach", async () => {
    const other = await testAgency(db);
    await expect(change(other.actor.memberId, "viewer")).rejects.toMatchObject({ code: "not-found" });
    await expect(remove(other.actor.memberId)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a member who leaves", () => {
  const own = (member: Actor, name: string) =>
    agency.as((ctx) => createClient({ ctx, input: { name, timeZone: "UTC", mine: true } }), member);
  const clientNames = async () =>
    (await agency.system(({ db: tx }) => tx.select().from(clients).orderBy(asc(clients.name)))).map(
      ({ name, ownerId, shared }) => ({ name, ownerId, shared }),
    );

  test("hands her own clients to the agency, with their history", async () => {
    const sam = await addMember(agency, "staffer", "Sam");
    const { id } = await own(sam, "Side project");
    await remove(sam.memberId);
    expect(await clientNames()).toEqual([{ name: "Side project", ownerId: null, shared: true }]);
    expect((await agency.as((ctx) => getClient({ ctx, input: { clientId: id } }))).row).toMatchObject({
      name: "Side project",
      isPrivate: false,
      staffers: [],
    });
  });

  test("can do so though the agency has clients of the same names already", async () => {
    await addClient(agency, "bakery");
    await addClient(agency, "Bakery (Sam)");
    const sam = await addMember(agency, "staffer", "Sam");
    await own(sam, "Bakery");
    await own(sam, "Bakery");
    await own(sam, "Florist");
    await remove(sam.memberId);
    const now = await clientNames();
    expect(now.map(({ name }) => name).toSorted()).toEqual(
      ["bakery", "Bakery (Sam)", "Bakery (Sam 2)", "Bakery (Sam 3)", "Florist"].toSorted(),
    );
    expect(now.every(({ ownerId, shared }) => ownerId === null && shared)).toBe(true);
  });

  test("is gone from the agency at once, and can be invited again", async () => {
    const sam = await addMember(agency, "staffer", "Sam");
    await remove(sam.memberId);
    expect(await myAgencies(db, sam.userId)).toEqual([]);
    const { path } = await agency.as((ctx) =>
      inviteMember({ ctx, input: { email: "sam@example.test", role: "viewer" } }),
    );
    await accept(codeOf(path), sam.userId);
    expect(await myAgencies(db, sam.userId)).toMatchObject([{ slug: agency.slug, role: "viewer" }]);
  });
});

const codeOf = (path: string): string => path.replace("/join/", "");

const accept = (code: string, userId: string, now = noon) =>
  acceptInvite(db, { code, userId, name: "Nina New", timeZone: "Europe/Berlin", now });

describe("an invitation", () => {
  const invite = async (role: Actor["role"] = "staffer") => {
    const { path, expiresAt } = await agency.as((ctx) =>
      inviteMember({ ctx, input: { email: "nina@example.test", role } }),
    );
    expect(path).toMatch(new RegExp(`^/join/${agency.agencyId}\\.[\\w-]{32}$`));
    return { code: codeOf(path), expiresAt };
  };

  test("makes a member once, with the role that was promised", async () => {
    const { code } = await invite();
    const userId = await newUser(db, "Nina");
    expect(await accept(code, userId)).toEqual({ slug: agency.slug });
    expect(await myAgencies(db, userId)).toMatchObject([
      { agencyId: agency.agencyId, role: "staffer", memberName: "Nina New", memberTimeZone: "Europe/Berlin" },
    ]);
    await expect(accept(code, await newUser(db, "Second"))).rejects.toMatchObject({ code: "not-found" });
    const log = await agency.system(({ db: tx }) =>
      tx.select().from(auditLog).where(eq(auditLog.action, "member.joined")),
    );
    expect(only(log)).toMatchObject({ userId, after: { role: "staffer" } });
  });

  test("opened by two people at once makes one member", async () => {
    const { code } = await invite();
    const people = [await newUser(db, "One"), await newUser(db, "Two")];
    const outcomes = await Promise.allSettled(people.map((userId) => accept(code, userId)));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await memberRows()).toHaveLength(2);
  });

  test("is good for fourteen days to the millisecond", async () => {
    const { code, expiresAt } = await invite();
    expect(expiresAt).toBe(noon + 14 * dayMs);
    const late = await newUser(db, "Late");
    await expect(accept(code, late, expiresAt)).rejects.toMatchObject({ code: "not-found" });
    expect(await readInvite(db, { code, userId: null, now: expiresAt })).toBeNull();
    expect(await accept(code, late, expiresAt - 1)).toEqual({ slug: agency.slug });
  });

  test.each([
    ["another token", (code: string) => `${code.slice(0, -1)}${code.endsWith("A") ? "B" : "A"}`],
    ["another agency's id", (code: string) => `${crypto.randomUUID()}.${code.split(".")[1]}`],
    ["no token", (code: string) => `${code.split(".")[0]}.`],
    ["no agency", (code: string) => `.${code.split(".")[1]}`],
    ["nothing", () => ""],
    ["a sentence", () => "'; drop table invites; --"],
  ])("with %s opens nothing", async (_, spoil) => {
    const { code } = await invite();
    const userId = await newUser(db, "Guesser");
    await expect(accept(spoil(code), userId)).rejects.toMatchObject({ code: "not-found" });
    expect(await readInvite(db, { code: spoil(code), userId, now: noon })).toBeNull();
    expect(await memberRows()).toHaveLength(1);
  });

  test("opened by somebody who belongs there already is not used up", async () => {
    const { code } = await invite("manager");
    const sam = await addMember(agency, "staffer", "Sam");
    expect(await readInvite(db, { code, userId: sam.userId, now: noon })).toMatchObject({ isMember: true });
    await expect(accept(code, sam.userId)).rejects.toMatchObject({ code: "conflict" });
    expect((await memberRows()).find(({ name }) => name === "Sam")?.role).toBe("staffer");
    await accept(code, await newUser(db, "Nina"));
  });

  test("says what it is to whoever holds its link, and its token is stored nowhere", async () => {
    const { code, expiresAt } = await invite("viewer");
    expect(await readInvite(db, { code, userId: null, now: noon })).toEqual({
      agencyName: expect.stringMatching(/^Agency /),
      slug: agency.slug,
      email: "nina@example.test",
      role: "viewer",
      invitedBy: "Olive Owner",
      expiresAt,
      timeZone: "UTC",
      isMember: false,
    });
    expect(await tablesWith(db, code.split(".")[1] ?? "")).toEqual([]);
  });

  test("is listed until it is used or has expired, for those who manage", async () => {
    const { code } = await invite();
    const open = async (actor?: Actor) =>
      (await agency.as((ctx) => listMembers({ ctx, input: undefined }), actor)).invites;
    expect(only(await open())).toMatchObject({ email: "nina@example.test", role: "staffer" });
    expect(await open(await addMember(agency, "staffer"))).toEqual([]);
    agency.clock.now = noon + 15 * dayMs;
    expect(await open()).toEqual([]);
    agency.clock.now = noon;
    await accept(code, await newUser(db, "Nina"));
    expect(await open()).toEqual([]);
    expect(await agency.system(({ db: tx }) => tx.select().from(invites))).toHaveLength(1);
  });

  const withdraw = (inviteId: string, of: TestAgency = agency) =>
    of.as((ctx) => withdrawInvite({ ctx, input: { inviteId } }));
  const openId = async () => only((await agency.as((ctx) => listMembers({ ctx, input: undefined }))).invites).id;
  const notFound = { code: "not-found", message: "This invitation was not found." };

  test("that is withdrawn opens nothing, and the log says who took it back", async () => {
    const { code } = await invite("manager");
    const id = await openId();
    await withdraw(id);
    expect((await agency.as((ctx) => listMembers({ ctx, input: undefined }))).invites).toEqual([]);
    expect(await readInvite(db, { code, userId: null, now: noon })).toBeNull();
    await expect(accept(code, await newUser(db, "Nina"))).rejects.toMatchObject({ code: "not-found" });
    expect(await memberRows()).toHaveLength(1);
    const log = () =>
      agency.system(({ db: tx }) => tx.select().from(auditLog).where(eq(auditLog.action, "member.invite-withdrawn")));
    expect(only(await log())).toMatchObject({
      subject: "invite",
      subjectId: id,
      userId: agency.actor.userId,
      before: { email: "nina@example.test", role: "manager" },
    });
    await expect(withdraw(id)).rejects.toMatchObject(notFound);
    expect(await log()).toHaveLength(1);
  });

  test("that was accepted cannot be withdrawn, and its member stays", async () => {
    const { code } = await invite();
    const id = await openId();
    await accept(code, await newUser(db, "Nina"));
    await expect(withdraw(id)).rejects.toMatchObject(notFound);
    expect(await memberRows()).toHaveLength(2);
  });

  test("accepted and withdrawn in the same moment is one of the two", async () => {
    const { code } = await invite();
    const id = await openId();
    const userId = await newUser(db, "Nina");
    const [accepted, withdrawn] = await Promise.allSettled([accept(code, userId), withdraw(id)]);
    expect([accepted.status, withdrawn.status].toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await memberRows()).toHaveLength(accepted.status === "fulfilled" ? 2 : 1);
  });

  test("of another agency, unknown or expired cannot be withdrawn", async () => {
    const { code, expiresAt } = await invite();
    const id = await openId();
    await expect(withdraw(id, await testAgency(db))).rejects.toMatchObject(notFound);
    await expect(withdraw(crypto.randomUUID())).rejects.toMatchObject(notFound);
    agency.clock.now = expiresAt;
    await expect(withdraw(id)).rejects.toMatchObject(notFound);
    expect(await readInvite(db, { code, userId: null, now: noon })).not.toBeNull();
  });

  test("to be an owner comes from an owner", async () => {
    const manager = await addMember(agency, "manager");
    await expect(
      agency.as((ctx) => inviteMember({ ctx, input: { email: "x@example.test", role: "owner" } }), manager),
    ).rejects.toMatchObject({ code: "forbidden", field: "role" });
  });
});

describe("an agency", () => {
  const found = (name: string, userId: string) =>
    createAgency(db, {
      founder: { userId, name: "Fay Founder" },
      input: { name, timeZone: "UTC", defaultTarget: 50 },
      now: noon,
    });

  test.each([
    ["Müller & Söhne", /^muller-sohne$/],
    ["  Spaces   and — dashes ", /^spaces-and-dashes$/],
    ["東京エージェンシー", /^agency-[0-9a-f]{8}$/],
    ["Sign in", /^agency-[0-9a-f]{8}$/],
    ["API", /^agency-[0-9a-f]{8}$/],
    ["x".repeat(80), /^x{60}$/],
  ])("called %j gets an address of its own", async (name, slug) => {
    const userId = await newUser(db, "Fay");
    expect((await found(name, userId)).slug).toMatch(slug);
    expect(await myAgencies(db, userId)).toMatchObject([{ role: "owner", memberName: "Fay Founder", isDemo: false }]);
  });

  test("of a name that is taken is refused at its field, and nothing of it is left", async () => {
    const userId = await newUser(db, "Fay");
    await found("Twice", userId);
    await expect(found("TWICE!", userId)).rejects.toMatchObject({ code: "conflict", field: "name" });
    expect(await myAgencies(db, userId)).toHaveLength(1);
  });
});
