import { describe, expect, it } from "vitest";
import { z } from "zod";
import { edgeOf } from "../../../src/networks/graph/graph-edge.ts";
import { leadsOut } from "../../../src/networks/graph/outgoing-link.ts";

const edge = edgeOf(z.object({ id: z.string() }));
const items = [{ id: "1" }];
const next = "https://graph.example/v26.0/1/posts?access_token=SECRET&after=FROM-ADDRESS";

describe("a page of a list", () => {
  it.each([
    ["goes on at the cursor", { data: items, paging: { cursors: { after: "A" }, next } }, "A"],
    ["goes on where its address says, without a cursor", { data: items, paging: { next } }, "FROM-ADDRESS"],
    ["goes on though it is empty", { data: [], paging: { cursors: { after: "A" }, next } }, "A"],
    [
      "is the last without a next address, though it has a cursor",
      { data: items, paging: { cursors: { after: "A" } } },
      null,
    ],
    ["is the last without paging", { data: items }, null],
    ["is the last where the address leads nowhere", { data: items, paging: { next: "https://graph.example/" } }, null],
    ["may be nothing at all", {}, null],
  ])("%s", (_, answer, cursor) => {
    expect(edge.parse(answer).next).toBe(cursor);
  });

  it("forgets the address, which holds the token", () => {
    const page = edge.parse({ data: items, paging: { cursors: { after: "A" }, next } });
    expect(JSON.stringify(page)).not.toContain("SECRET");
  });

  it("passes over odd items", () => {
    expect(edge.parse({ data: [{ id: 7 }, { id: "8", more: true }, null] }).items).toEqual([{ id: "8" }]);
  });
});

describe("a post leads out", () => {
  const own = /(^|\.)facebook\.com$/;
  it.each([
    ["with an attached page", { text: "Look", links: ["https://news.example/a"] }, true],
    ["with an address in its text", { text: "see https://news.example/a!" }, true],
    [
      "not with the network's own pages",
      { text: "https://www.facebook.com/1", links: ["https://facebook.com/2"] },
      false,
    ],
    [
      "though one of several links is the network's own",
      { text: "", links: ["https://facebook.com/2", "https://a.example"] },
      true,
    ],
    ["to a host that only ends like the network's", { text: "https://notfacebook.com" }, true],
    ["not without a link", { text: "plain", links: [null, undefined, ""] }, false],
    ["not without a text", { text: null }, false],
    ["not with what is no address", { text: "https://", links: ["nonsense"] }, false],
  ])("%s", (_, post, leads) => {
    expect(leadsOut(post, own)).toBe(leads);
  });
});
