import type { ClientRow } from "@headroom/api";
import {
  agreedAttainment,
  budgetLeft,
  burnLook,
  type Clock,
  change,
  freshness,
  points,
  safeUntil,
  shareText,
} from "@headroom/insights";
import Link from "next/link";
import { Badge } from "../../../components/badge.tsx";
import { Spark } from "../../../components/spark.tsx";
import { StatusBadge } from "../../../components/status-badge.tsx";
import { type Search, toQuery } from "./search.ts";

interface TableProps {
  agency: string;
  rows: ClientRow[];
  search: Search;
  clock: Clock;
}

const cell = "px-2 py-1.5 align-middle";
const figure = `${cell} number text-right whitespace-nowrap`;

export function ClientTable({ agency, rows, search, clock }: TableProps) {
  const head = { agency, search };
  return (
    // A scrolling region has to be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on small screens
    <section className="overflow-x-auto rounded-lg border border-line bg-paper" aria-label="Clients" tabIndex={0}>
      <table className="w-full text-sm">
        <thead className="border-line border-b bg-raised text-left">
          <tr>
            <SortHead {...head} sort="name" label="Client" className="sticky left-0 bg-raised" />
            <SortHead {...head} sort="urgency" label="Status" />
            <SortHead {...head} sort="score" label="Score" isFigure />
            <th scope="col" className={`${figure} font-medium`}>
              Target
            </th>
            <SortHead {...head} sort="headroom" label="Headroom" isFigure />
            <th scope="col" className={`${cell} font-medium`}>
              Safe until
            </th>
            <SortHead {...head} sort="promise" label="Promise" />
            <SortHead {...head} sort="change" label="7 days" isFigure />
            <th scope="col" className={`${cell} font-medium`}>
              Last 14 days
            </th>
            <th scope="col" className={`${cell} font-medium`}>
              Staffer
            </th>
            <th scope="col" className={`${cell} font-medium`}>
              As of
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <ClientTableRow key={row.id} agency={agency} row={row} clock={clock} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ClientTableRow({ agency, row, clock }: { agency: string; row: ClientRow; clock: Clock }) {
  const until = safeUntil(row, clock);
  const fresh = freshness(row.syncedAt, clock.now);
  return (
    <tr className="hover:bg-raised">
      <th scope="row" className={`${cell} sticky left-0 max-w-44 truncate bg-paper text-left font-medium sm:max-w-64`}>
        <Link href={`/${agency}/clients/${row.id}`} className="hover:underline">
          {row.name}
        </Link>
        {row.isPrivate && <span className="ml-1.5 font-normal text-soft text-xs">only you</span>}
      </th>
      <td className={cell}>
        <StatusBadge status={row.status} />
      </td>
      <td className={`${figure} font-semibold`}>{row.score === null ? "–" : points(row.score)}</td>
      <td className={figure}>{row.target === null ? "–" : points(row.target)}</td>
      <td className={figure}>{row.headroom === null ? "–" : change(row.headroom)}</td>
      <td className={`${cell} whitespace-nowrap`}>
        {until.text}
        {until.inText !== null && <span className="ml-1.5 text-soft">{until.inText}</span>}
      </td>
      <td className={`${cell} whitespace-nowrap`}>
        <PromiseCell promise={row.promise} />
      </td>
      <td className={figure}>{row.weekChange === null ? "–" : change(row.weekChange)}</td>
      <td className={cell}>
        <Spark points={row.spark} target={row.target} now={clock.now} />
      </td>
      <td className={`${cell} whitespace-nowrap`}>
        {row.staffers.map(({ name }) => name).join(", ") || <span className="text-soft">nobody</span>}
      </td>
      <td className={`${cell} whitespace-nowrap ${fresh.isStale ? "text-warn" : "text-soft"}`}>
        {row.channels === 0 ? "no channel" : fresh.text}
      </td>
    </tr>
  );
}

/** The share kept so far and what is left of the error budget; the warning where there is one. */
function PromiseCell({ promise }: { promise: ClientRow["promise"] }) {
  if (promise === null) return "–";
  const agreed = agreedAttainment(promise);
  return (
    <>
      <span className="number">{agreed.attained === null ? "–" : shareText(agreed.attained)}</span>
      <span className="mx-1.5 text-soft">{budgetLeft(agreed)}</span>
      {promise.burn !== "none" && <Badge look={burnLook[promise.burn]} />}
    </>
  );
}

interface SortHeadProps {
  agency: string;
  search: Search;
  sort: Search["sort"];
  label: string;
  isFigure?: boolean;
  className?: string;
}

function SortHead({ agency, search, sort, label, isFigure = false, className = "" }: SortHeadProps) {
  const isSorted = search.sort === sort;
  const descending = isSorted && !search.descending;
  const order = search.descending ? "descending" : "ascending";
  return (
    <th
      scope="col"
      aria-sort={isSorted ? order : "none"}
      className={`${isFigure ? figure : cell} font-medium ${className}`}
    >
      <Link href={`/${agency}/clients?${toQuery({ ...search, sort, descending })}`} className="hover:underline">
        {label}
        <span aria-hidden="true" className="ml-1">
          {isSorted ? (search.descending ? "↓" : "↑") : ""}
        </span>
      </Link>
    </th>
  );
}
