import { type Clock, count } from "@headroom/insights";
import type { Metadata } from "next";
import Link from "next/link";
import { visit } from "../../../composition/agency.ts";
import { api } from "../../../trpc/server.ts";
import { ChangeList } from "./change-list.tsx";
import { VersionCard } from "./version-card.tsx";

export const metadata: Metadata = { title: "Algorithms" };

export default async function AlgorithmsPage({ params }: { params: Promise<{ agency: string }> }) {
  const { agency: slug } = await params;
  const { now } = await visit(slug);
  const { versions, changes, zone, mayManage } = await (await api(slug)).algorithm.list();
  const clock: Clock = { zone, now };
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-5">
      <div>
        <h1>Algorithms</h1>
        <p className="mt-1 max-w-prose text-soft">
          An algorithm is the constants of the formula. No version is ever changed: who wants other numbers makes a new
          version, sees what it would have made of every client’s history, and lets it score from a date on.{" "}
          <Link href="/how-the-score-works" className="text-accent underline underline-offset-2">
            How the score works
          </Link>
        </p>
      </div>
      <section aria-labelledby="versions" className="flex flex-col gap-3">
        <h2 id="versions">{count(versions.length, "version")}</h2>
        <ul className="flex flex-col gap-3">
          {versions.map((version) => (
            <li key={version.algorithm.id}>
              <VersionCard agency={slug} version={version} clock={clock} mayManage={mayManage} />
            </li>
          ))}
        </ul>
      </section>
      <ChangeList agency={slug} changes={changes} clock={clock} mayManage={mayManage} />
    </div>
  );
}
