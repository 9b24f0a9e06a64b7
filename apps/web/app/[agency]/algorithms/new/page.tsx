import { algorithmNumbers, numberOf } from "@headroom/insights";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Empty } from "../../../../components/empty.tsx";
import { visit } from "../../../../composition/agency.ts";
import { api } from "../../../../trpc/server.ts";
import { ForkForm } from "./fork-form.tsx";

export const metadata: Metadata = { title: "A new version" };

type Props = { params: Promise<{ agency: string }>; searchParams: Promise<{ from?: string }> };

export default async function NewVersionPage({ params, searchParams }: Props) {
  const { agency: slug } = await params;
  const { from = "steady-1" } = await searchParams;
  await visit(slug);
  const { versions, mayManage } = await (await api(slug)).algorithm.list();
  const parent = versions.find(({ algorithm }) => algorithm.id === from)?.algorithm;
  if (parent === undefined) notFound();
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4">
      <div>
        <p className="text-sm">
          <Link href={`/${slug}/algorithms`} className="text-accent underline underline-offset-2">
            Algorithms
          </Link>
        </p>
        <h1>A new version, made from {parent.title}</h1>
        <p className="mt-1 max-w-prose text-soft">
          Change the numbers you want to change. {parent.title} itself stays as it is, and nobody’s score changes before
          you activate the new version.
        </p>
      </div>
      {mayManage ? (
        <ForkForm
          agency={slug}
          from={parent.id}
          numbers={algorithmNumbers.map((number) => {
            const { field, label, unit, group } = number;
            return { field, label, unit, group, value: numberOf(number, parent) };
          })}
        />
      ) : (
        <Empty title="Managers make new versions">
          <p>Ask one of them, or read the versions that there are.</p>
        </Empty>
      )}
    </div>
  );
}
