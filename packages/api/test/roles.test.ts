import { mkdtempSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { algorithmPreviews, eq, inAgency, invites, plannedPosts, reports, restWindows } from "@headroom/db";
import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appRouter, createCaller, createUploadCaller, type RequestContext } from "../src/index.ts";
import {
  addMember,
  newAgency,
  newScene,
  type Person,
  requestOf,
  type Scene,
  type TestAgency,
  testDatabase,
  testIo,
} from "./agency.ts";

const db = testDatabase();
const folder = mkdtempSync(join(tmpdir(), "headroom-roles-"));
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

const { io } = testIo();
let agency: TestAgency;
let other: TestAgency;
let staff: Readonly<Record<"manager" | "staffer" | "idleStaffer" | "viewer" | "idleViewer", Person>>;
beforeAll(async () => {
  agency = await newAgency(db);
  other = await newAgency(db);
  staff = {
    manager: await addMember(db, agency.id, "manager"),
    staffer: await addMember(db, agency.id, "staffer"),
    idleStaffer: await addMember(db, agency.id, "staffer"),
    viewer: await addMember(db, agency.id, "viewer"),
    idleViewer: await addMember(db, agency.id, "viewer"),
  };
});

type Caller = ReturnType<typeof createCaller>;
type UploadCaller = ReturnType<typeof createUploadCaller>;

/** Who asks, in the order of the columns below. */
const askers = [
  "nobody",
  "the owner",
  "a manager",
  "a staffer in care of the client",
  "a staffer who is not",
  "a viewer of the client",
  "a viewer of others",
  "a stranger who names the agency",
  "a stranger in an agency of her own",
] as const;
type Asker = (typeof askers)[number];

const requestAs = (asker: Asker): RequestContext => {
  const own = (userId: string | null) => requestOf(db, { io, userId, slug: agency.slug });
  switch (asker) {
    case "nobody":
      return own(null);
    case "the owner":
      return own(agency.owner.userId);
    case "a manager":
      return own(staff.manager.userId);
    case "a staffer in care of the client":
      return own(staff.staffer.userId);
    case "a staffer who is not":
      return own(staff.idleStaffer.userId);
    case "a viewer of the client":
      return own(staff.viewer.userId);
    case "a viewer of others":
      return own(staff.idleViewer.userId);
    case "a stranger who names the agency":
      return own(other.owner.userId);
    case "a stranger in an agency of her own":
      return requestOf(db, { io, userId: other.owner.userId, slug: other.slug });
    default:
      return asker satisfies never;
  }
};

/** What comes of asking: + done, U sign in first, F not for you, N not there for you, I let in and refused for its input. */
const outcomeOf = async (asked: Promise<unknown>): Promise<string> => {
  try {
    await asked;
    return "+";
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    const letters: Partial<Record<TRPCError["code"], string>> = {
      UNAUTHORIZED: "U",
      FORBIDDEN: "F",
      NOT_FOUND: "N",
      BAD_REQUEST: "I",
    };
    return letters[error.code] ?? error.code;
  }
};

const read = async (stream: Promise<AsyncIterable<unknown>>): Promise<void> => {
  for await (const _ of await stream);
};

const newReport = async ({ clientId }: Scene): Promise<string> => {
  const id = crypto.randomUUID();
  const row = { agencyId: agency.id, id, clientId, weekOf: "2026-06-08", model: {} };
  await inAgency(db, { agencyId: agency.id }, (tx) => tx.insert(reports).values(row));
  return id;
};

const newPlan = async ({ clientId, channelId }: Scene): Promise<string> => {
  const id = crypto.randomUUID();
  const row = { agencyId: agency.id, id, clientId, channelId, at: new Date(io.now() + 3_600_000) };
  await inAgency(db, { agencyId: agency.id }, (tx) => tx.insert(plannedPosts).values(row));
  return id;
};

const oneBlog = Buffer.from('<opml><body><outline xmlUrl="https://b.example/"/></body></opml>').toString("base64");

interface Row {
  ask: (caller: Caller, scene: Scene) => Promise<unknown>;
  /** One letter for each asker. */
  outcomes: string;
  /** Whether it is about the client of the scene. */
  ofClient?: true;
}

const rows: Readonly<Record<string, Row>> = {
  "agency.settings": { ask: (caller) => caller.agency.settings(), outcomes: "U++++++N+" },
  // This agency is no demo, so there is nothing for its owner to remove.
  "agency.removeDemo": { ask: (caller) => caller.agency.removeDemo(), outcomes: "UNFFFFFNN" },
  "algorithm.list": { ask: (caller) => caller.algorithm.list(), outcomes: "U++++++N+" },
  "algorithm.fork": {
    ask: (caller) =>
      caller.algorithm.fork({ from: "steady-1", title: crypto.randomUUID(), numbers: { "presence.grace": 12 } }),
    outcomes: "U++FFFFN+",
  },
  "algorithm.getPreview": {
    ask: (caller) => caller.algorithm.getPreview({ algorithmId: "classic-1" }),
    outcomes: "U++FFFFN+",
  },
  "algorithm.requestPreview": {
    ask: async (caller) => {
      await endPreviews();
      return caller.algorithm.requestPreview({ algorithmId: "classic-1" });
    },
    outcomes: "U++FFFFN+",
  },
  "algorithm.stopPreview": {
    ask: async (caller) => caller.algorithm.stopPreview({ previewId: await runningPreview() }),
    outcomes: "U++FFFFNN",
  },
  // A day of the past is refused, so that nothing changes for the rows that follow.
  "algorithm.activate": {
    ask: (caller) => caller.algorithm.activate({ algorithmId: "classic-1", on: "2000-01-01" }),
    outcomes: "UIIFFFFNI",
  },
  "algorithm.revert": { ask: (caller) => caller.algorithm.revert({ from: 0 }), outcomes: "UNNFFFFNN" },
  "client.list": { ask: (caller) => caller.client.list({}), outcomes: "U++++++N+" },
  "client.nextUp": { ask: (caller) => caller.client.nextUp({ scope: "all" }), outcomes: "U++++++N+" },
  "client.get": {
    ask: (caller, { clientId }) => caller.client.get({ clientId }),
    outcomes: "U+++N+NNN",
    ofClient: true,
  },
  "client.history": {
    ask: (caller, { clientId }) => caller.client.history({ clientId }),
    outcomes: "U+++N+NNN",
    ofClient: true,
  },
  "client.receipt": {
    ask: (caller, { clientId }) => caller.client.receipt({ clientId }),
    outcomes: "U+++N+NNN",
    ofClient: true,
  },
  "client.rank": {
    ask: (caller, { clientId }) => caller.client.rank({ clientId }),
    outcomes: "U+++N+NNN",
    ofClient: true,
  },
  "client.topics": {
    ask: (caller, { clientId }) => caller.client.topics({ clientId }),
    outcomes: "U+++N+NNN",
    ofClient: true,
  },
  "client.decideTopic": {
    ask: (caller, { clientId }) => caller.client.decideTopic({ clientId, topic: "bread", decision: "pin" }),
    outcomes: "U+++NFFNN",
    ofClient: true,
  },
  "client.export": {
    ask: (caller, { clientId }) => read(caller.client.export({ clientId })),
    outcomes: "U++FNFFNN",
    ofClient: true,
  },
  "client.create": {
    ask: (caller) => caller.client.create({ name: crypto.randomUUID(), timeZone: "UTC" }),
    outcomes: "U++FFFFN+",
  },
  "client.share": {
    ask: (caller, { clientId }) => caller.client.share({ clientId, shared: true }),
    outcomes: "UNNNNFFNN",
    ofClient: true,
  },
  "client.setTarget": {
    ask: (caller, { clientId }) => caller.client.setTarget({ clientId, level: 40 }),
    outcomes: "U++FNFFNN",
    ofClient: true,
  },
  "client.agreeRest": {
    ask: (caller, { clientId }) =>
      caller.client.agreeRest({ clientId, from: localTime(3_600_000), to: localTime(7_200_000) }),
    outcomes: "U++FNFFNN",
    ofClient: true,
  },
  "client.endRest": {
    ask: async (caller, { clientId }) => caller.client.endRest({ clientId, restId: await restOf(clientId) }),
    outcomes: "U++FNFFNN",
    ofClient: true,
  },
  "client.forecast": {
    ask: (caller, { clientId }) => caller.client.forecast({ clientId }),
    outcomes: "U+++N+NNN",
    ofClient: true,
  },
  "client.targetPrice": {
    ask: (caller, { clientId }) => caller.client.targetPrice({ clientId, level: 50 }),
    outcomes: "U+++N+NNN",
    ofClient: true,
  },
  "plan.list": {
    ask: (caller, { clientId }) => caller.plan.list({ clientId }),
    outcomes: "U+++N+NNN",
    ofClient: true,
  },
  "plan.publishable": {
    ask: (caller, { clientId }) => caller.plan.publishable({ clientId }),
    outcomes: "U+++N+NNN",
    ofClient: true,
  },
  "plan.check": {
    ask: (caller, { clientId }) => caller.plan.check({ clientId, channelIds: [], pieces: [{ text: "Hello" }] }),
    outcomes: "U+++N+NNN",
    ofClient: true,
  },
  // The channel is known from a file only: who may send is told so.
  "plan.schedule": {
    ask: (caller, { clientId, channelId }) =>
      caller.plan.schedule({ clientId, channelIds: [channelId], at: null, pieces: [{ text: "Hello" }] }),
    outcomes: "UIIINFFNN",
    ofClient: true,
  },
  // Likewise.
  "plan.choosePlace": {
    ask: (caller, { clientId, channelId }) => caller.plan.choosePlace({ clientId, channelId, placeId: "1" }),
    outcomes: "UIIINFFNN",
    ofClient: true,
  },
  // A planned post that nobody sent: who may decide is told that there is nothing to decide.
  "plan.resolve": {
    ask: async (caller, scene) =>
      caller.plan.resolve({ clientId: scene.clientId, planId: await newPlan(scene), answer: "send" }),
    outcomes: "UIIINFFNN",
    ofClient: true,
  },
  "plan.add": {
    ask: async (caller, { clientId, channelId }) => caller.plan.add({ clientId, channelId, at: localTime(3_600_000) }),
    outcomes: "U+++NFFNN",
    ofClient: true,
  },
  "plan.remove": {
    ask: async (caller, scene) => caller.plan.remove({ clientId: scene.clientId, planId: await newPlan(scene) }),
    outcomes: "U+++NFFNN",
    ofClient: true,
  },
  "client.assign": {
    ask: (caller, { clientId }) =>
      caller.client.assign({ clientId, memberId: staff.idleStaffer.memberId, assigned: true }),
    outcomes: "U++FFFFNN",
    ofClient: true,
  },
  "client.delete": {
    ask: (caller, { clientId }) => caller.client.delete({ clientId }),
    outcomes: "U++FNFFNN",
    ofClient: true,
  },
  "channel.networks": { ask: (caller) => caller.channel.networks(), outcomes: "U++++++N+" },
  "channel.pace": {
    ask: (caller, { clientId }) => caller.channel.pace({ clientId, network: "none" }),
    outcomes: "U+++N+NNN",
    ofClient: true,
  },
  "channel.discover": {
    ask: (caller, { clientId }) => caller.channel.discover({ clientId, network: "none", fields: {} }),
    outcomes: "UIIINFFNN",
    ofClient: true,
  },
  "channel.connect": {
    ask: (caller, { clientId }) => caller.channel.connect({ clientId, network: "none", fields: {}, nativeId: "x" }),
    outcomes: "UIIINFFNN",
    ofClient: true,
  },
  "channel.readBlogList": {
    ask: (caller, { clientId }) => caller.channel.readBlogList({ clientId, file: oneBlog }),
    outcomes: "U+++NFFNN",
    ofClient: true,
  },
  // No host has such an address, so none is asked.
  "channel.connectListedBlog": {
    ask: (caller, { clientId }) => caller.channel.connectListedBlog({ clientId, address: "blog:nothing" }),
    outcomes: "UIIINFFNN",
    ofClient: true,
  },
  "channel.disconnect": {
    ask: (caller, { channelId }) => caller.channel.disconnect({ channelId }),
    outcomes: "U+++NFFNN",
    ofClient: true,
  },
  // A channel known from a file only cannot be read.
  "channel.syncNow": {
    ask: (caller, { channelId }) => caller.channel.syncNow({ channelId }),
    outcomes: "UIIINFFNN",
    ofClient: true,
  },
  // A channel known from a file only has no sign-in that could end.
  "channel.makeReconnectLink": {
    ask: (caller, { channelId }) => caller.channel.makeReconnectLink({ channelId }),
    outcomes: "UIIINFFNN",
    ofClient: true,
  },
  // No link is out.
  "channel.withdrawReconnectLink": {
    ask: (caller, { channelId }) => caller.channel.withdrawReconnectLink({ channelId }),
    outcomes: "UIIINFFNN",
    ofClient: true,
  },
  "member.list": { ask: (caller) => caller.member.list(), outcomes: "U++++++N+" },
  "member.invite": {
    ask: (caller) => caller.member.invite({ email: "new@example.test", role: "staffer" }),
    outcomes: "U++FFFFN+",
  },
  "member.withdrawInvite": {
    ask: async (caller) => caller.member.withdrawInvite({ inviteId: await openInvite() }),
    outcomes: "U++FFFFNN",
  },
  "member.changeRole": {
    ask: async (caller) => {
      const { memberId } = await addMember(db, agency.id, "viewer");
      return caller.member.changeRole({ memberId, role: "staffer" });
    },
    outcomes: "U++FFFFNN",
  },
  "member.remove": {
    ask: async (caller) => {
      const { memberId } = await addMember(db, agency.id, "viewer");
      return caller.member.remove({ memberId });
    },
    outcomes: "U++FFFFNN",
  },
  "import.get": {
    ask: (caller, { importId }) => caller.import.get({ importId }),
    outcomes: "U+++N+NNN",
    ofClient: true,
  },
  "import.start": {
    ask: (caller, { importId }) => caller.import.start({ importId }),
    outcomes: "U+++NFFNN",
    ofClient: true,
  },
  "import.drop": {
    ask: (caller, { importId }) => caller.import.drop({ importId }),
    outcomes: "U+++NFFNN",
    ofClient: true,
  },
  "live.changes": { ask: (caller) => read(caller.live.changes()), outcomes: "U++++++N+" },
  "network.apps": { ask: (caller) => caller.network.apps(), outcomes: "U++FFFFN+" },
  // No such network asks anybody to sign in: whoever is let in is refused for that.
  "network.setApp": {
    ask: (caller) => caller.network.setApp({ network: "none", appId: "x", appSecret: "x" }),
    outcomes: "UIIFFFFNI",
  },
  "network.removeApp": {
    ask: (caller) => caller.network.removeApp({ network: "none" }),
    outcomes: "UNNFFFFNN",
  },
  "network.startSignIn": {
    ask: (caller, { clientId }) => caller.network.startSignIn({ clientId, network: "none" }),
    outcomes: "UIIIIFFNI",
  },
  "network.finishSignIn": {
    ask: (caller) => caller.network.finishSignIn({ state: "none", query: "" }),
    outcomes: "UNNNNFFNN",
  },
  "network.signIn": {
    ask: (caller) => caller.network.signIn({ signInId: crypto.randomUUID() }),
    outcomes: "UNNNNFFNN",
  },
  "network.chooseChannels": {
    ask: (caller) => caller.network.chooseChannels({ signInId: crypto.randomUUID(), nativeIds: ["x"] }),
    outcomes: "UNNNNFFNN",
  },
  "network.spending": { ask: (caller) => caller.network.spending(), outcomes: "U++FFFFN+" },
  "network.setCap": { ask: (caller) => caller.network.setCap({ dollars: 5 }), outcomes: "U++FFFFN+" },
  "notice.list": { ask: (caller) => caller.notice.list(), outcomes: "U++++++N+" },
  "notice.unseen": { ask: (caller) => caller.notice.unseen(), outcomes: "U++++++N+" },
  "notice.markSeen": {
    ask: (caller) => caller.notice.markSeen({ noticeIds: [crypto.randomUUID()] }),
    outcomes: "U++++++N+",
  },
  "notice.settings": { ask: (caller) => caller.notice.settings(), outcomes: "U++++++N+" },
  "notice.setSettings": {
    ask: (caller) => caller.notice.setSettings({ from: 480, to: 1_200, mails: true, timeZone: "UTC" }),
    outcomes: "U++++++N+",
  },
  "report.request": {
    ask: (caller, { clientId }) => caller.report.request({ clientId, weekOf: "2026-06-09" }),
    outcomes: "U+++N+NNN",
    ofClient: true,
  },
  "report.get": {
    ask: async (caller, scene) => caller.report.get({ reportId: await newReport(scene) }),
    outcomes: "U+++N+NNN",
    ofClient: true,
  },
};

/** One preview at a time: those of earlier rows are over. */
const endPreviews = (): Promise<unknown> =>
  db.global.update(algorithmPreviews).set({ status: "stopped" }).where(eq(algorithmPreviews.status, "running"));

/** A preview of the agency that runs. */
const runningPreview = async (): Promise<string> => {
  const id = crypto.randomUUID();
  await inAgency(db, { agencyId: agency.id }, (tx) =>
    tx.insert(algorithmPreviews).values({
      agencyId: agency.id,
      id,
      algorithmId: "classic-1",
      baselineId: "steady-1",
      status: "running",
    }),
  );
  return id;
};

/** An invitation of the agency that nobody has accepted yet. */
const openInvite = async (): Promise<string> => {
  const id = crypto.randomUUID();
  await inAgency(db, { agencyId: agency.id }, (tx) =>
    tx.insert(invites).values({
      agencyId: agency.id,
      id,
      email: "open@example.test",
      role: "viewer",
      tokenHash: id,
      invitedBy: agency.owner.memberId,
      expiresAt: new Date(io.now() + 86_400_000),
    }),
  );
  return id;
};

/** What clocks in UTC show so many ms from now. */
const localTime = (inMs: number): string => new Date(io.now() + inMs).toISOString().slice(0, 16);

/** Rest that was agreed for a client and has not begun. */
const restOf = async (clientId: string): Promise<string> => {
  const id = crypto.randomUUID();
  const [from, to] = [new Date(io.now() + 3_600_000), new Date(io.now() + 7_200_000)];
  await inAgency(db, { agencyId: agency.id }, (tx) =>
    tx.insert(restWindows).values({ agencyId: agency.id, id, clientId, from, to }),
  );
  return id;
};

const agencyScene = () => newScene(db, agency.id, { inCareOf: [staff.staffer.memberId, staff.viewer.memberId] });

test("every procedure has its row here", () => {
  expect(Object.keys(rows).toSorted()).toEqual(Object.keys(appRouter._def.procedures).toSorted());
});

describe.each(Object.entries(rows))("%s", (_, { ask, outcomes }) => {
  test.each(askers.map((asker, i) => ({ asker, outcome: outcomes[i] })))(
    "asked by $asker: $outcome",
    async ({ asker, outcome }) => {
      const scene = await agencyScene();
      expect(await outcomeOf(ask(createCaller(requestAs(asker)), scene))).toBe(outcome);
    },
  );
});

describe("a member's own client", () => {
  const ofClient = Object.entries(rows).filter(([, row]) => row.ofClient);
  const privateScene = () =>
    newScene(db, agency.id, {
      inCareOf: [staff.idleStaffer.memberId, staff.viewer.memberId],
      ownerId: staff.staffer.memberId,
    });
  const everybodyElse = askers.filter((asker) => asker !== "a staffer in care of the client");

  test.each(ofClient)("is out of reach of everybody else for %s, assigned or not, owner or not", async (_, { ask }) => {
    for (const asker of everybodyElse) {
      const outcome = await outcomeOf(ask(createCaller(requestAs(asker)), await privateScene()));
      expect(["U", "N", "F"], asker).toContain(outcome);
      if (asker === "the owner" || asker === "a manager") expect(outcome, asker).toBe("N");
    }
  });

  test.each(ofClient.filter(([name]) => name !== "client.assign"))("lets its member %s", async (_, { ask }) => {
    const outcome = await outcomeOf(
      ask(createCaller(requestAs("a staffer in care of the client")), await privateScene()),
    );
    expect(["+", "I"]).toContain(outcome);
  });

  test("is in nobody else's lists until she shares it, and then only where it belongs", async () => {
    const { clientId } = await privateScene();
    const seenBy = async () => {
      const seeing: string[] = [];
      for (const asker of askers.slice(1, 7)) {
        const caller = createCaller(requestAs(asker));
        const lists = [await caller.client.list({}), await caller.client.nextUp({ scope: "all" })];
        const found = lists.map((list) => list.some(({ id }) => id === clientId));
        expect(found[0]).toBe(found[1]);
        if (found[0]) seeing.push(asker);
      }
      return seeing;
    };
    expect(await seenBy()).toEqual(["a staffer in care of the client"]);
    const hers = createCaller(requestAs("a staffer in care of the client"));
    await hers.client.share({ clientId, shared: true });
    expect(await seenBy()).toEqual([
      "the owner",
      "a manager",
      "a staffer in care of the client",
      "a staffer who is not",
      "a viewer of the client",
    ]);
    await hers.client.share({ clientId, shared: false });
    expect(await seenBy()).toEqual(["a staffer in care of the client"]);
  });
});

describe("lists", () => {
  test("of a stranger hold nothing of another agency", async () => {
    const { clientId } = await agencyScene();
    const caller = createCaller(requestAs("a stranger in an agency of her own"));
    expect(await caller.client.list({})).not.toContainEqual(expect.objectContaining({ id: clientId }));
    expect((await caller.member.list()).members.map(({ id }) => id)).toEqual([other.owner.memberId]);
  });

  test("of members show e-mail addresses and invitations to those who manage, and to nobody else", async () => {
    await createCaller(requestAs("the owner")).member.invite({ email: "Asked@Example.test", role: "viewer" });
    for (const asker of askers.slice(1, 7)) {
      const { members, invites } = await createCaller(requestAs(asker)).member.list();
      const manages = asker === "the owner" || asker === "a manager";
      expect(
        members.every(({ email }) => (email !== "") === manages),
        asker,
      ).toBe(true);
      expect(
        invites.some(({ email }) => email === "asked@example.test"),
        asker,
      ).toBe(manages);
    }
  });
});

describe("managers", () => {
  test.each([
    ["make an owner of somebody", (caller: Caller) => caller.member.invite({ email: "a@example.test", role: "owner" })],
    [
      "make themselves owner",
      (caller: Caller) => caller.member.changeRole({ memberId: staff.manager.memberId, role: "owner" }),
    ],
    [
      "take the owner's role",
      (caller: Caller) => caller.member.changeRole({ memberId: agency.owner.memberId, role: "viewer" }),
    ],
    ["remove the owner", (caller: Caller) => caller.member.remove({ memberId: agency.owner.memberId })],
  ])("cannot %s", async (_, ask) => {
    expect(await outcomeOf(ask(createCaller(requestAs("a manager"))))).toBe("F");
  });

  test("set the agency's default target, and staffers do not", async () => {
    expect(await outcomeOf(createCaller(requestAs("a manager")).client.setTarget({ level: 33 }))).toBe("+");
    for (const asker of ["a staffer in care of the client", "a viewer of the client"] as const)
      expect(await outcomeOf(createCaller(requestAs(asker)).client.setTarget({ level: 1 }))).toBe("F");
    const { defaultTargets } = await createCaller(requestAs("a viewer of the client")).agency.settings();
    expect(defaultTargets[0]?.level).toBe(33);
  });
});

/** A PNG of one pixel. */
const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

describe("uploads", () => {
  const ways: [string, (caller: UploadCaller, scene: Scene) => Promise<unknown>][] = [
    ["check", (caller, { clientId }) => caller.check({ clientId })],
    [
      "preview",
      async (caller, { clientId }) => {
        const filePath = join(folder, crypto.randomUUID());
        await writeFile(filePath, "at,kind,post_id\n2026-06-01T00:00:00Z,post,p1\n");
        return caller.preview({ clientId, fileName: "a.csv", filePath });
      },
    ],
    ["storePicture", (caller, { clientId }) => caller.storePicture({ clientId, bytes: onePixel })],
  ];

  test.each(ways)("%s lets in those who work for the client", async (_, ask) => {
    const found: string[] = [];
    for (const asker of askers)
      found.push(await outcomeOf(ask(createUploadCaller(requestAs(asker)), await agencyScene())));
    expect(found.join("")).toBe("U+++NFFNN");
  });

  test("are no part of what browsers can call", () => {
    expect(Object.keys(appRouter._def.procedures).filter((name) => /upload|preview/.test(name))).toEqual([]);
  });
});
