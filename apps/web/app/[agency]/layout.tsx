import Link from "next/link";
import type { ReactNode } from "react";
import { DemoBanner } from "../../components/demo-banner.tsx";
import { LiveRefresh } from "../../components/live-refresh.tsx";
import { NavLink } from "../../components/nav-link.tsx";
import { visit } from "../../composition/agency.ts";
import { api } from "../../trpc/server.ts";
import { leave } from "../sign-in/actions.ts";

export default async function AgencyLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ agency: string }>;
}) {
  const { agency: slug } = await params;
  const { agency, all } = await visit(slug);
  const unseen = await (await api(slug)).notice.unseen();
  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:bg-paper focus:p-2"
      >
        Skip to content
      </a>
      <header className="border-line border-b bg-paper">
        <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-6 gap-y-1 px-4 py-2">
          <Link href="/" className="font-semibold">
            Headroom
          </Link>
          <nav aria-label="Main" className="order-last flex w-full gap-1 overflow-x-auto sm:order-none sm:w-auto">
            <NavLink href={`/${slug}/clients`}>Clients</NavLink>
            <NavLink href={`/${slug}/next-up`}>Next up</NavLink>
            <NavLink href={`/${slug}/notices`}>
              Notices
              {unseen > 0 && (
                <span className="number ml-1.5 rounded-full bg-accent px-1.5 text-on-accent text-xs">
                  {unseen}
                  <span className="sr-only"> new</span>
                </span>
              )}
            </NavLink>
            <NavLink href={`/${slug}/team`}>Team</NavLink>
            {agency.role !== "viewer" && <NavLink href={`/${slug}/algorithms`}>Algorithms</NavLink>}
            {(agency.role === "owner" || agency.role === "manager") && (
              <NavLink href={`/${slug}/settings`}>Settings</NavLink>
            )}
            <NavLink href="/how-the-score-works">How the score works</NavLink>
          </nav>
          <div className="ml-auto flex items-center gap-3 text-sm">
            {all.length > 1 ? (
              <details className="relative">
                <summary className="cursor-pointer rounded-md px-2 py-1 hover:bg-raised">{agency.name}</summary>
                <ul className="absolute right-0 z-10 mt-1 min-w-48 rounded-md border border-line bg-paper p-1 shadow-lg">
                  {all.map((other) => (
                    <li key={other.agencyId}>
                      <Link href={`/${other.slug}/clients`} className="block rounded px-2 py-1.5 hover:bg-raised">
                        {other.name}
                      </Link>
                    </li>
                  ))}
                </ul>
              </details>
            ) : (
              <span className="text-soft">{agency.name}</span>
            )}
            <form action={leave}>
              <button type="submit" className="rounded-md px-2 py-1 text-soft hover:bg-raised hover:text-ink">
                Sign out
              </button>
            </form>
          </div>
        </div>
      </header>
      {agency.isDemo && <DemoBanner agency={slug} mayRemove={agency.role === "owner"} />}
      <main id="content" className="mx-auto max-w-7xl px-4 py-5">
        {children}
      </main>
      <LiveRefresh agency={slug} />
    </>
  );
}
