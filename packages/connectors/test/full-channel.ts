import { minute, type Subject, stage, startOfTest } from "./subject.ts";

/** What an answer becomes on its way. */
export type Rewrite = (text: string, request: { method: string; url: URL }) => string;

/** Three posts with a reaction of every kind, so that no honest count is nought, and answers that can be changed on their way. */
export async function fullChannel(subject: Subject, { mostRequests }: { mostRequests: number }) {
  const set = await stage(subject);
  const { store } = set.standIn;
  for (const n of [3, 2, 1]) {
    const { id } = store.publish({ text: `Post ${n}`, at: startOfTest - n * minute, link: "https://else.example/" });
    for (const react of [store.like, store.reshare, store.save]) react(id, { by: "Zoe Quist" });
    store.view(id);
    store.comment(id, { by: "Yuri Pohl", text: "Well said" });
    store.quote(id, { by: "Yuri Pohl", text: "See this" });
  }
  store.mention({ by: "Yuri Pohl", text: "Hello" });
  store.followers = 7;
  const now: { rewrite: Rewrite | null; requests: number } = { rewrite: null, requests: 0 };
  const { fetch } = set.ctx;
  set.ctx.fetch = async (url, init) => {
    now.requests += 1;
    if (now.requests > mostRequests) throw new Error("asks without end");
    const response = await fetch(url, init);
    const text = await response.text();
    const request = { method: init?.method ?? "GET", url: new URL(url) };
    return answer(response, now.rewrite === null ? text : now.rewrite(text, request));
  };
  const under = async <T>(rewrite: Rewrite | null, work: () => Promise<T>): Promise<T> => {
    Object.assign(now, { rewrite, requests: 0 });
    return work().finally(() => Object.assign(now, { rewrite: null }));
  };
  return { ...set, under };
}

function answer({ status, headers, url }: Response, text: string): Response {
  const response = new Response(text === "" ? null : text, { status, headers });
  Object.defineProperty(response, "url", { value: url });
  return response;
}
