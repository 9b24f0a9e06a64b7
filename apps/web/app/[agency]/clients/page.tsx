import type { Metadata } from "next";
import Link from "next/link";
import { buttonLook } from "../../../components/button.tsx";
import { Empty } from "../../../components/empty.tsx";
import { visit } from "../../../composition/agency.ts";
import { api } from "../../../trpc/server.ts";
import { ClientTable } from "./client-table.tsx";
import { Filters } from "./filters.tsx";
import { parseSearch, toQuery } from "./search.ts";

export const metadata: Metadata = { title: "Clients" };

type Props = {
  params: Promise<{ agency: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ClientsPage({ params, searchParams }: Props) {
  const { agency: slug } = await params;
  const search = parseSearch(await searchParams);
  const { agency, now } = await visit(slug);
  const caller = await api(slug);
  const [rows, team] = await Promise.all([caller.client.list(search), caller.member.list()]);
  const isFiltered = search.search !== "" || search.status !== undefined || search.staffer !== undefined;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <h1 className="mr-auto">Clients</h1>
        <a href={`/${slug}/clients/export?${toQuery(search)}`} className={buttonLook()} download>
          CSV
        </a>
        {agency.role !== "viewer" && (
          <Link href={`/${slug}/clients/new`} className={buttonLook("main")}>
            Add a client
          </Link>
        )}
      </div>
      <Filters agency={slug} search={search} staffers={team.members.filter(({ role }) => role !== "viewer")} />
      {rows.length > 0 ? (
        <ClientTable agency={slug} rows={rows} search={search} clock={{ zone: agency.memberTimeZone, now }} />
      ) : (
        <NoClients agency={slug} isFiltered={isFiltered} mayAdd={agency.role !== "viewer"} />
      )}
    </>
  );
}

function NoClients({ agency, isFiltered, mayAdd }: { agency: string; isFiltered: boolean; mayAdd: boolean }) {
  if (isFiltered) {
    return (
      <Empty title="No client matches">
        <Link href={`/${agency}/clients`} className="text-accent underline underline-offset-2">
          Show all clients
        </Link>
      </Empty>
    );
  }
  return (
    <Empty title="No clients yet">
      {mayAdd ? (
        <>
          <p>Add one, connect its channels or import a file, and its score appears here.</p>
          <Link href={`/${agency}/clients/new`} className={`${buttonLook("main")} mt-4`}>
            Add a client
          </Link>
        </>
      ) : (
        <p>Ask your agency to share a client with you.</p>
      )}
    </Empty>
  );
}
