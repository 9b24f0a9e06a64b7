import { eq, inAgency, members } from "@headroom/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Change, createCaller } from "../src/index.ts";
import {
  addMember,
  newAgency,
  newScene,
  type Person,
  requestOf,
  type TestAgency,
  testDatabase,
  testIo,
} from "./agency.ts";

const db = testDatabase();
afterAll(() => db.close());

const { io } = testIo();
let agency: TestAgency;
let other: TestAgency;
let staffer: Person;
let idle: Person;
let viewer: Person;
beforeAll(async () => {
  agency = await newAgency(db);
  other = await newAgency(db);
  staffer = await addMember(db, agency.id, "staffer");
  idle = await addMember(db, agency.id, "staffer");
  viewer = await addMember(db, agency.id, "viewer");
});

/** The ids that somebody hears of, out of what is told. */
const heard = async (
  { userId }: Pick<Person, "userId">,
  { told, slug = agency.slug }: { told: Change[]; slug?: string },
) => {
  const ids: (string | undefined)[] = [];
  const stream = await createCaller(requestOf(db, { io, userId, slug, told })).live.changes();
  for await (const { clientId } of stream) ids.push(clientId);
  return ids;
};

test("live pages hear only of clients that the member sees", async () => {
  const inCare = await newScene(db, agency.id, { inCareOf: [staffer.memberId, viewer.memberId] });
  const inNobodys = await newScene(db, agency.id, { inCareOf: [] });
  const hers = await newScene(db, agency.id, { inCareOf: [], ownerId: idle.memberId });
  const elsewhere = await newScene(db, other.id, { inCareOf: [] });
  const told: Change[] = [
    { agencyId: agency.id, what: "sync", clientId: inCare.clientId, subjectId: inCare.channelId },
    { agencyId: agency.id, what: "import", clientId: inNobodys.clientId },
    { agencyId: agency.id, what: "client", clientId: hers.clientId },
    { agencyId: agency.id, what: "report", clientId: crypto.randomUUID() },
    { agencyId: other.id, what: "sync", clientId: elsewhere.clientId },
    // Told under the wrong agency's name.
    { agencyId: agency.id, what: "sync", clientId: elsewhere.clientId },
  ];
  expect(await heard(agency.owner, { told })).toEqual([inCare.clientId, inNobodys.clientId]);
  expect(await heard(staffer, { told })).toEqual([inCare.clientId]);
  expect(await heard(viewer, { told })).toEqual([inCare.clientId]);
  expect(await heard(idle, { told })).toEqual([hers.clientId]);
  expect(await heard(other.owner, { told, slug: other.slug })).toEqual([elsewhere.clientId]);
});

test("what concerns the whole agency is heard by every member of it", async () => {
  const told: Change[] = [
    { agencyId: agency.id, what: "algorithm" },
    { agencyId: other.id, what: "algorithm" },
  ];
  for (const member of [agency.owner, idle, viewer]) expect(await heard(member, { told })).toEqual([undefined]);
});

test("a page that stays open stops hearing when its member is removed", async () => {
  const leaving = await addMember(db, agency.id, "manager");
  const { clientId } = await newScene(db, agency.id, { inCareOf: [] });
  const told: Change[] = Array.from({ length: 3 }, () => ({ agencyId: agency.id, what: "sync", clientId }));
  const stream = await createCaller(
    requestOf(db, { io, userId: leaving.userId, slug: agency.slug, told }),
  ).live.changes();
  const hear = stream[Symbol.asyncIterator]();
  expect((await hear.next()).value).toMatchObject({ clientId });
  await inAgency(db, { agencyId: agency.id }, (tx) => tx.delete(members).where(eq(members.id, leaving.memberId)));
  await expect(hear.next()).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("strangers cannot listen at all", async () => {
  const listen = (userId: string | null) =>
    createCaller(requestOf(db, { io, userId, slug: agency.slug })).live.changes();
  await expect(listen(other.owner.userId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(listen(null)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
});
