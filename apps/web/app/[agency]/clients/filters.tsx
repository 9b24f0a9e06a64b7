import { clientStatuses, statusLook } from "@headroom/insights";
import Link from "next/link";
import { buttonLook } from "../../../components/button.tsx";
import { inputLook } from "../../../components/field.tsx";
import type { Search } from "./search.ts";

interface FiltersProps {
  agency: string;
  search: Search;
  staffers: { id: string; name: string }[];
}

/** A plain form: what it asks for stands in the address, can be sent on and kept. */
export function Filters({ agency, search, staffers }: FiltersProps) {
  return (
    <search>
      <form action={`/${agency}/clients`} className="mb-4 flex flex-wrap items-end gap-2">
        {search.sort !== "urgency" && <input type="hidden" name="sort" value={search.sort} />}
        {search.descending && <input type="hidden" name="desc" value="1" />}
        <label className="flex grow flex-col gap-1 text-sm sm:max-w-64">
          <span className="text-soft">Name</span>
          <input type="search" name="q" defaultValue={search.search} className={inputLook} />
        </label>
        <label className="flex flex-col gap-1 text-sm">
          <span className="text-soft">Status</span>
          <select name="status" defaultValue={search.status ?? ""} className={inputLook}>
            <option value="">Any</option>
            {clientStatuses.map((status) => (
              <option key={status} value={status}>
                {statusLook[status].word}
              </option>
            ))}
          </select>
        </label>
        <label className="flex flex-col gap-1 text-sm">
          <span className="text-soft">Staffer</span>
          <select name="staffer" defaultValue={search.staffer ?? ""} className={inputLook}>
            <option value="">Anyone</option>
            <option value="mine">Me</option>
            <option value="unassigned">Nobody yet</option>
            {staffers.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className={buttonLook()}>
          Filter
        </button>
        {(search.search !== "" || search.status !== undefined || search.staffer !== undefined) && (
          <Link href={`/${agency}/clients`} className="px-2 py-2 text-accent text-sm underline underline-offset-2">
            Clear
          </Link>
        )}
      </form>
    </search>
  );
}
