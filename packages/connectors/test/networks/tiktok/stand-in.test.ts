import { afterEach, describe, expect, it } from "vitest";
import { day, minute, stage, startOfTest } from "../../subject.ts";
import { subject } from "./subjects.ts";

const close: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(close.splice(0).map((one) => one())));

const started = async () => {
  const { standIn, grant, secrets, clock } = await stage(subject, { pageSize: 2 });
  close.push(standIn.close);
  await grant();
  const authorization = `Bearer ${JSON.parse(secrets.at(-1) ?? "").accessToken}`;
  const ask = async (path: string, body?: object): Promise<[number, unknown]> => {
    const post = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(standIn.url + path, { headers: { authorization }, ...post });
    return [response.status, await response.json()];
  };
  return { store: standIn.store, ask, clock };
};

const ok = { code: "ok", message: "", log_id: expect.any(String) };

describe("the stand-in for TikTok", () => {
  it("gives the fields that are asked for and no others, with an error that is none", async () => {
    const { ask, store } = await started();
    store.followers = 7;
    expect(await ask("/v2/user/info/?fields=follower_count,username")).toEqual([
      200,
      { data: { user: { username: "alice", follower_count: 7 } }, error: ok },
    ]);
  });

  it.each([
    ["/v2/user/info/", undefined],
    ["/v2/video/list/?fields=id", { max_count: 21 }],
    ["/v2/video/query/?fields=id", {}],
    ["/v2/video/query/?fields=id", { filters: { video_ids: Array.from({ length: 21 }, String) } }],
  ])("refuses %s with %j", async (path, body) => {
    const { ask } = await started();
    expect(await ask(path, body)).toMatchObject([400, { error: { code: "invalid_params" } }]);
  });

  it("lists newest first, and goes on before the instant of its cursor", async () => {
    const { ask, store } = await started();
    const [old, , latest] = [3, 2, 1].map((n) => store.publish({ text: `${n}`, at: startOfTest - n * minute }));
    const [, first] = await ask("/v2/video/list/?fields=id,create_time", {});
    expect(first).toMatchObject({
      data: {
        videos: [{ id: latest?.id, create_time: startOfTest / 1_000 - 60 }, {}],
        cursor: startOfTest - 2 * minute,
        has_more: true,
      },
    });
    const [, second] = await ask("/v2/video/list/?fields=id", { cursor: startOfTest - 2 * minute });
    expect(second).toMatchObject({ data: { videos: [{ id: old?.id }], has_more: false } });
  });

  it("answers for the videos that are there", async () => {
    const { ask, store } = await started();
    const [one, two] = [store.publish({ text: "One" }), store.publish({ text: "Two" })];
    store.remove(one.id);
    const [, answer] = await ask("/v2/video/query/?fields=id,title", { filters: { video_ids: [one.id, two.id] } });
    expect(answer).toEqual({ data: { videos: [{ id: two.id, title: "Two" }] }, error: ok });
  });

  it("knows a token for two hours", async () => {
    const { ask, clock } = await started();
    clock.now += day / 12;
    expect(await ask("/v2/user/info/?fields=username")).toMatchObject([
      401,
      { error: { code: "access_token_invalid" } },
    ]);
  });
});
