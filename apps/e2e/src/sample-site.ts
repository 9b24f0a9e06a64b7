import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const hourMs = 3_600_000;

/** A small web site of the test's own: a page that names its feed, and an Atom feed of five posts of the last days. */
export const startSite = async (): Promise<{ url: string; close: () => Promise<void> }> => {
  const server = createServer((request, response) => {
    const base = `http://${request.headers.host}`;
    if (request.url === "/feed.xml")
      return response.setHeader("content-type", "application/atom+xml").end(atomFeed(base));
    if (request.url === "/") {
      const link = '<link rel="alternate" type="application/atom+xml" title="Feed" href="/feed.xml">';
      return response
        .setHeader("content-type", "text/html")
        .end(`<!doctype html><title>Garden notes</title>${link}<h1>Garden notes</h1>`);
    }
    return response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

const atomFeed = (base: string): string => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>Garden notes</title><id>${base}/</id><link href="${base}/"/><updated>${daysAgo(0.2)}</updated>
  ${[0.2, 1.3, 2.6, 4.1, 6.5].map((days, n) => entry(base, { n, days })).join("\n  ")}
</feed>`;

const entry = (base: string, { n, days }: { n: number; days: number }): string =>
  `<entry><id>${base}/post-${n}</id><title>Note ${n}</title><link href="${base}/post-${n}"/><updated>${daysAgo(days)}</updated><published>${daysAgo(days)}</published><content type="html">&lt;p&gt;Read &lt;a href="https://elsewhere.example/"&gt;this&lt;/a&gt;.&lt;/p&gt;</content></entry>`;

export const daysAgo = (days: number): string => new Date(Date.now() - days * 24 * hourMs).toISOString();
