import { afterEach, describe, expect, it } from "vitest";
import { stage } from "../../subject.ts";
import { subject } from "./subjects.ts";

const close: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(close.splice(0).map((one) => one())));

const started = async () => {
  const { standIn, grant, secrets } = await stage(subject, { pageSize: 2 });
  close.push(standIn.close);
  await grant();
  const authorization = `Bearer ${JSON.parse(secrets.at(-1) ?? "").accessToken}`;
  const ask = async (path: string, version: string | null = "202607"): Promise<[number, unknown]> => {
    const headers = { authorization, ...(version !== null && { "linkedin-version": version }) };
    const response = await fetch(`${standIn.url}/rest${path}`, { headers });
    return [response.status, await response.json()];
  };
  return { store: standIn.store, url: standIn.url, ask };
};

describe("the stand-in for LinkedIn", () => {
  it.each([
    [null, 400, "VERSION_MISSING"],
    ["202511", 426, "NONEXISTENT_VERSION"],
    ["20260701", 426, "NONEXISTENT_VERSION"],
  ])("answers a request of the version %j with %d", async (version, status, code) => {
    const { ask } = await started();
    expect(await ask("/organizationAcls?q=roleAssignee", version)).toMatchObject([status, { code }]);
  });

  it("refuses PKCE, as LinkedIn does to apps without a permission for it", async () => {
    const { url } = await started();
    const page = `${url}/oauth/v2/authorization?client_id=stand-in-app&redirect_uri=https://h.example/`;
    expect((await fetch(page)).status).toBe(200);
    expect((await fetch(`${page}&code_challenge=abc`)).status).toBe(400);
  });

  it("gives a status to each key of a batch", async () => {
    const { ask, store } = await started();
    const { id } = store.publish({ text: "Harbour" });
    const [there, gone] = [`urn:li:share:${id}`, "urn:li:share:1"];
    expect(await ask(`/posts?ids=List(${[there, gone].map(encodeURIComponent).join(",")})`)).toMatchObject([
      200,
      { results: { [there]: { commentary: "Harbour" } }, statuses: { [there]: 200, [gone]: 404 } },
    ]);
  });

  it("links to a next page while there is one, and shows other pages' posts to nobody", async () => {
    const { ask, store } = await started();
    for (const text of ["1", "2", "3"]) store.publish({ text });
    const posts = "/posts?q=author&author=urn%3Ali%3Aorganization%3A2414183";
    expect(await ask(posts)).toMatchObject([200, { elements: [{}, {}], paging: { links: [{ rel: "next" }] } }]);
    expect(await ask(`${posts}&start=2`)).toMatchObject([200, { elements: [{}], paging: { start: 2, links: [] } }]);
    expect((await ask("/posts?q=author&author=urn%3Ali%3Aorganization%3A1"))[0]).toBe(403);
  });

  it("has statistics of posts with activity alone", async () => {
    const { ask, store } = await started();
    const [quiet, seen] = [store.publish({ text: "Quiet" }), store.publish({ text: "Seen" })];
    store.view(seen.id);
    const list = [quiet, seen].map(({ id }) => encodeURIComponent(`urn:li:share:${id}`)).join(",");
    const [, answer] = await ask(`/organizationalEntityShareStatistics?q=organizationalEntity&shares=List(${list})`);
    expect(answer).toMatchObject({
      elements: [{ share: `urn:li:share:${seen.id}`, totalShareStatistics: { impressionCount: 1 } }],
    });
  });
});

describe("writing at the stand-in for LinkedIn", () => {
  const writer = async () => {
    const { standIn, grant, secrets } = await stage(subject);
    close.push(standIn.close);
    await grant();
    const headers = {
      authorization: `Bearer ${JSON.parse(secrets.at(-1) ?? "").accessToken}`,
      "linkedin-version": "202607",
      "content-type": "application/json",
    };
    const write = async (change: object): Promise<[number, string | undefined]> => {
      const body = { ...plain, ...change };
      const init = { method: "POST", headers, body: JSON.stringify(body) };
      const response = await fetch(`${standIn.url}/rest/posts`, init);
      return [response.status, standIn.store.posts.at(-1)?.text];
    };
    return write;
  };
  const plain = {
    author: "urn:li:organization:2414183",
    commentary: "Rye",
    visibility: "PUBLIC",
    distribution: { feedDistribution: "MAIN_FEED" },
    lifecycleState: "PUBLISHED",
  };

  it.each<[string, object, number, string | undefined]>([
    ["a text", {}, 201, "Rye"],
    ["a reserved sign that is not escaped, where the text ends", { commentary: "Rye (fresh)" }, 201, "Rye "],
    ["a hashtag in LinkedIn's form", { commentary: "{hashtag|\\#|rye} ok" }, 201, "{hashtag|\\#|rye} ok"],
    ["another page", { author: "urn:li:organization:1" }, 403, undefined],
    ["a text of 3,001 characters", { commentary: "a".repeat(3_001) }, 400, undefined],
    ["3,000 characters with their escapes", { commentary: "\\(".repeat(3_000) }, 201, "\\(".repeat(3_000)],
    ["a picture that nobody uploaded", { content: { media: { id: "urn:li:image:1" } } }, 400, undefined],
    ["several pictures that are one", { content: { multiImage: { images: [{ id: "a" }] } } }, 400, undefined],
    ["a card without a headline", { content: { article: { source: "https://a.example" } } }, 400, undefined],
    ["no distribution", { distribution: undefined }, 400, undefined],
  ])("answers %s as LinkedIn does", async (_, change, status, text) => {
    const write = await writer();
    expect(await write(change)).toEqual([status, text]);
  });
});
