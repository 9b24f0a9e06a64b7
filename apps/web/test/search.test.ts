import { describe, expect, test } from "vitest";
import { parseSearch, toQuery } from "../app/[agency]/clients/search.ts";

const plain = { search: "", status: undefined, staffer: undefined, sort: "urgency", descending: false };
const member = "6f0f0a5e-5a3e-4f6e-9d3c-0d2f1f9d3b11";

describe("the address of the list", () => {
  test.each([
    { title: "says nothing", query: {}, search: plain },
    { title: "names a client", query: { q: " braun " }, search: { ...plain, search: "braun" } },
    { title: "names a status", query: { status: "below" }, search: { ...plain, status: "below" } },
    { title: "names a member", query: { staffer: member }, search: { ...plain, staffer: member } },
    {
      title: "sorts backwards",
      query: { sort: "score", desc: "1" },
      search: { ...plain, sort: "score", descending: true },
    },
    { title: "is said twice: the first counts", query: { q: ["a", "b"] }, search: { ...plain, search: "a" } },
    {
      title: "is nonsense: it counts as not said",
      query: { status: "x", staffer: "1", sort: "'", desc: "yes" },
      search: plain,
    },
    { title: "leaves fields of its form empty", query: { q: "", status: "", staffer: "" }, search: plain },
  ])("$title", ({ query, search }) => {
    expect({ ...plain, ...parseSearch(query) }).toEqual(search);
  });

  test("comes back from its own text", () => {
    const search = parseSearch({ q: "a&b=c", status: "soon", staffer: "unassigned", sort: "name", desc: "1" });
    expect(parseSearch(Object.fromEntries(new URLSearchParams(toQuery(search))))).toEqual(search);
  });
});
