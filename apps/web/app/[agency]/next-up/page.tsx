import type { QueueItem } from "@headroom/api";
import { type Clock, freeUntil } from "@headroom/insights";
import type { Metadata } from "next";
import Link from "next/link";
import { buttonLook } from "../../../components/button.tsx";
import { Empty } from "../../../components/empty.tsx";
import { visit } from "../../../composition/agency.ts";
import { api } from "../../../trpc/server.ts";
import { QueueCard } from "./queue-card.tsx";

export const metadata: Metadata = { title: "Next up" };

type Props = { params: Promise<{ agency: string }>; searchParams: Promise<{ whose?: string }> };

export default async function NextUpPage({ params, searchParams }: Props) {
  const { agency: slug } = await params;
  const { whose } = await searchParams;
  const { agency, now } = await visit(slug);
  const scope = whose === "all" || (whose === undefined && agency.role !== "staffer") ? "all" : "mine";
  const items = await (await api(slug)).client.nextUp({ scope });
  const clock: Clock = { zone: agency.memberTimeZone, now };
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <h1 className="mr-auto">Next up</h1>
        <nav aria-label="Whose clients" className="flex rounded-md border border-line bg-paper p-0.5 text-sm">
          <ScopeLink href={`/${slug}/next-up?whose=mine`} isHere={scope === "mine"}>
            Mine
          </ScopeLink>
          <ScopeLink href={`/${slug}/next-up?whose=all`} isHere={scope === "all"}>
            Everyone’s
          </ScopeLink>
        </nav>
      </div>
      {items.length === 0 ? (
        <NothingNext slug={slug} scope={scope} />
      ) : (
        <Queue slug={slug} items={items} clock={clock} mayPost={agency.role !== "viewer" && !agency.isDemo} />
      )}
    </>
  );
}

function ScopeLink({ href, isHere, children }: { href: string; isHere: boolean; children: string }) {
  return (
    <Link
      href={href}
      aria-current={isHere ? "true" : undefined}
      className={`rounded px-2.5 py-1 ${isHere ? "bg-accent text-on-accent" : "text-soft hover:text-ink"}`}
    >
      {children}
    </Link>
  );
}

function Queue({ slug, items, clock, mayPost }: { slug: string; items: QueueItem[]; clock: Clock; mayPost: boolean }) {
  const free = freeUntil(items, clock);
  return (
    <>
      <section aria-label="Your time" className="mb-5 rounded-lg border border-line bg-paper px-4 py-4">
        <p className="font-semibold text-xl">{free.headline}</p>
        {free.detail !== "" && <p className="mt-1 text-soft">{free.detail}</p>}
      </section>
      <ol className="flex flex-col gap-3">
        {items.map((item) => (
          <QueueCard key={item.id} agency={slug} item={item} clock={clock} mayPost={mayPost} />
        ))}
      </ol>
    </>
  );
}

function NothingNext({ slug, scope }: { slug: string; scope: "mine" | "all" }) {
  return (
    <Empty title={scope === "mine" ? "No client is in your care" : "No clients yet"}>
      <p>
        {scope === "mine"
          ? "A manager assigns clients on the client’s page. You can also keep clients of your own."
          : "Add a client and connect its channels."}
      </p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        {scope === "mine" && (
          <Link href={`/${slug}/next-up?whose=all`} className={buttonLook()}>
            See everyone’s
          </Link>
        )}
        <Link href={`/${slug}/clients/new`} className={buttonLook("main")}>
          Add a client
        </Link>
      </div>
    </Empty>
  );
}
