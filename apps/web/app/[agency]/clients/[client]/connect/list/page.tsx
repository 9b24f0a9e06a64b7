import type { Metadata } from "next";
import { Empty } from "../../../../../../components/empty.tsx";
import { visit } from "../../../../../../composition/agency.ts";
import { hasStandIns } from "../../../../../../composition/stand-ins.ts";
import { api } from "../../../../../../trpc/server.ts";
import { BackToClient } from "../../back-to-client.tsx";
import { clientOf } from "../../client-of.ts";
import { BlogListForm } from "./blog-list-form.tsx";

export const metadata: Metadata = { title: "Connect a list of blogs" };

type Props = { params: Promise<{ agency: string; client: string }> };

export default async function BlogListPage({ params }: Props) {
  const { agency: slug, client: clientId } = await params;
  const { agency } = await visit(slug);
  const client = await clientOf(slug, clientId);
  const isInvented = agency.isDemo && !hasStandIns();
  return (
    <div className="mx-auto max-w-3xl">
      <BackToClient agency={slug} client={client.row} />
      <h1 className="mb-4">Connect a list of blogs</h1>
      {client.mayWork && !isInvented ? (
        <BlogListForm agency={slug} clientId={clientId} clients={await choosable(slug)} />
      ) : (
        <Empty title={isInvented ? "The demo’s channels are invented" : "Viewers cannot connect channels"}>
          <p>
            {isInvented
              ? "Connecting works in an agency of your own. Make one, add a client and connect it there."
              : "Ask a manager to do it."}
          </p>
        </Empty>
      )}
    </div>
  );
}

/** The clients that a blog may become a channel of. */
const choosable = async (slug: string): Promise<{ id: string; name: string }[]> => {
  const rows = await (await api(slug)).client.list({ sort: "name" });
  return rows.map(({ id, name }) => ({ id, name }));
};
