import { ListClientsInput } from "@headroom/api";

export type Search = ListClientsInput;

/** What the address asks for; anything it does not understand counts as not said. */
export const parseSearch = (query: Readonly<Record<string, string | string[] | undefined>>): Search => {
  const one = (name: string) => {
    const value = query[name];
    const text = Array.isArray(value) ? value[0] : value;
    return text === "" ? undefined : text;
  };
  const typed = {
    search: one("q"),
    status: one("status"),
    staffer: one("staffer"),
    sort: one("sort"),
    descending: one("desc") === "1",
  };
  const { shape } = ListClientsInput;
  const keep = <T>(parsed: { success: true; data: T } | { success: false }): T | undefined =>
    parsed.success ? parsed.data : undefined;
  return ListClientsInput.parse({
    search: keep(shape.search.safeParse(typed.search)),
    status: keep(shape.status.safeParse(typed.status)),
    staffer: keep(shape.staffer.safeParse(typed.staffer)),
    sort: keep(shape.sort.safeParse(typed.sort)),
    descending: typed.descending,
  });
};

/** The address of a list, without what goes without saying. */
export const toQuery = (search: Search): string => {
  const query = new URLSearchParams();
  if (search.search !== "") query.set("q", search.search);
  if (search.status !== undefined) query.set("status", search.status);
  if (search.staffer !== undefined) query.set("staffer", search.staffer);
  if (search.sort !== "urgency") query.set("sort", search.sort);
  if (search.descending) query.set("desc", "1");
  return query.toString();
};
