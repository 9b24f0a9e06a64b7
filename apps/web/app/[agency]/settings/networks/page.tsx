import type { Metadata } from "next";
import Link from "next/link";
import { Empty } from "../../../../components/empty.tsx";
import { visit } from "../../../../composition/agency.ts";
import { api } from "../../../../trpc/server.ts";
import { AppCard } from "./app-card.tsx";
import { SpendingPanel } from "./spending-panel.tsx";

export const metadata: Metadata = { title: "Networks" };

export default async function NetworksPage({ params }: { params: Promise<{ agency: string }> }) {
  const { agency: slug } = await params;
  const { agency, now } = await visit(slug);
  if (agency.role !== "owner" && agency.role !== "manager") {
    return (
      <Empty title="Managers set up networks">
        <p>Ask a manager of {agency.name}.</p>
      </Empty>
    );
  }
  const caller = await api(slug);
  const [{ redirectUri, apps }, spending] = await Promise.all([caller.network.apps(), caller.network.spending()]);
  const clock = { zone: agency.memberTimeZone, now };
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-5">
      <div>
        <p className="text-sm">
          <Link href={`/${slug}/settings`} className="text-accent underline underline-offset-2">
            Settings
          </Link>
        </p>
        <h1>Networks</h1>
        <p className="mt-1 text-soft">
          Some networks let people sign in only through an app that somebody registered there. Register yours, give it
          this redirect address, and enter what the network shows you.
        </p>
        <p className="mt-2 break-all">
          Redirect address: <code>{redirectUri}</code>
        </p>
      </div>
      <SpendingPanel agency={slug} spending={spending} />
      {apps.map((app) => (
        <AppCard key={app.network} agency={slug} app={app} clock={clock} />
      ))}
    </div>
  );
}
