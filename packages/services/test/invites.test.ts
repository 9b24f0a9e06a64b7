import { afterAll, describe, expect, test } from "vitest";
import { acceptInvite } from "../src/members/accept-invite.ts";
import { inviteMember } from "../src/members/invite-member.ts";
import { listMembers } from "../src/members/list-members.ts";
import { readInvite } from "../src/members/read-invite.ts";
import { addMember, dayMs, newUser, noon, testAgency, testDatabase } from "./agency.ts";

const db = testDatabase();
afterAll(() => db.close());

const invited = async () => {
  const agency = await testAgency(db);
  const { path } = await agency.as((ctx) =>
    inviteMember({ ctx, input: { email: "nina@example.test", role: "staffer" } }),
  );
  return { agency, code: path.replace("/join/", "") };
};

const timeZone = "Europe/Lisbon";

describe("an invitation", () => {
  test("tells whoever holds its link what it is", async () => {
    const { agency, code } = await invited();
    expect(await readInvite(db, { code, userId: null, now: noon })).toMatchObject({
      slug: agency.slug,
      email: "nina@example.test",
      role: "staffer",
      invitedBy: "Olive Owner",
      expiresAt: noon + 14 * dayMs,
      isMember: false,
    });
  });

  test.each([
    { title: "of nonsense", code: () => "nonsense" },
    { title: "without a token", code: (code: string) => `${code.split(".")[0]}.` },
    { title: "with a wrong token", code: (code: string) => `${code}x` },
    { title: "of another agency", code: (code: string) => `${crypto.randomUUID()}.${code.split(".")[1]}` },
  ])("$title does not exist", async ({ code: change }) => {
    const { code } = await invited();
    const userId = await newUser(db, "Nina");
    expect(await readInvite(db, { code: change(code), userId, now: noon })).toBeNull();
    await expect(
      acceptInvite(db, { code: change(code), userId, name: "Nina", timeZone, now: noon }),
    ).rejects.toMatchObject({ code: "not-found" });
  });

  test("expires", async () => {
    const { code } = await invited();
    expect(await readInvite(db, { code, userId: null, now: noon + 14 * dayMs })).toBeNull();
  });

  test("makes a member with the role and the zone, once", async () => {
    const { agency, code } = await invited();
    const userId = await newUser(db, "Nina");
    expect(await acceptInvite(db, { code, userId, name: "Nina", timeZone, now: noon })).toEqual({ slug: agency.slug });
    const { members } = await agency.as((ctx) => listMembers({ ctx, input: undefined }));
    expect(members.find(({ name }) => name === "Nina")).toMatchObject({ role: "staffer", timeZone });
    expect(await readInvite(db, { code, userId: null, now: noon })).toBeNull();
    const other = await newUser(db, "Otto");
    await expect(acceptInvite(db, { code, userId: other, name: "Otto", timeZone, now: noon })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("is not used up by somebody who is a member already", async () => {
    const { agency, code } = await invited();
    const { userId } = await addMember(agency, "manager");
    expect(await readInvite(db, { code, userId, now: noon })).toMatchObject({ isMember: true });
    await expect(acceptInvite(db, { code, userId, name: "M", timeZone, now: noon })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await readInvite(db, { code, userId: null, now: noon })).not.toBeNull();
  });
});
