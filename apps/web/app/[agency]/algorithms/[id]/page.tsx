import type { AlgorithmVersion, PreviewStatus } from "@headroom/api";
import { type Clock, dateAfter } from "@headroom/insights";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { visit } from "../../../../composition/agency.ts";
import { api } from "../../../../trpc/server.ts";
import { NumberChanges } from "../number-changes.tsx";
import { VersionRules } from "../version-rules.tsx";
import { VersionState } from "../version-state.tsx";
import { ActivateForm } from "./activate-form.tsx";
import { PreviewSection } from "./preview-section.tsx";

type Props = { params: Promise<{ agency: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { agency, id } = await params;
  const { versions } = await (await api(agency)).algorithm.list();
  return { title: versions.find(({ algorithm }) => algorithm.id === id)?.algorithm.title ?? "Algorithm" };
}

export default async function VersionPage({ params }: Props) {
  const { agency: slug, id } = await params;
  const { now } = await visit(slug);
  const caller = await api(slug);
  const { versions, zone, mayManage } = await caller.algorithm.list();
  const version = versions.find(({ algorithm }) => algorithm.id === id);
  if (version === undefined) notFound();
  const preview = mayManage ? await caller.algorithm.getPreview({ algorithmId: id }) : null;
  const clock: Clock = { zone, now };
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-5">
      <div>
        <p className="text-sm">
          <Link href={`/${slug}/algorithms`} className="text-accent underline underline-offset-2">
            Algorithms
          </Link>
        </p>
        <h1>{version.algorithm.title}</h1>
        <VersionState version={version} clock={clock} />
        <NumberChanges version={version} />
      </div>
      <section aria-labelledby="rules" className="rounded-lg border border-line bg-paper p-4">
        <h2 id="rules">The formula and its constants</h2>
        <VersionRules algorithm={version.algorithm} />
      </section>
      {mayManage && <Choosing agency={slug} version={version} preview={preview} clock={clock} versions={versions} />}
    </div>
  );
}

interface ChoosingProps {
  agency: string;
  version: AlgorithmVersion;
  preview: PreviewStatus | null;
  clock: Clock;
  versions: readonly AlgorithmVersion[];
}

/** What managers do with a version: see what it would have made, and let it score. */
function Choosing({ agency, version, preview, clock, versions }: ChoosingProps) {
  const active = versions.find(({ isActive }) => isActive)?.algorithm.title ?? null;
  const { id, title } = version.algorithm;
  return (
    <>
      {(preview !== null || !version.isActive) && (
        <PreviewSection
          agency={agency}
          algorithm={{ id, title }}
          preview={preview}
          clock={clock}
          mayStart={!version.isActive}
        />
      )}
      {!version.isActive && (
        <section aria-labelledby="activate" className="rounded-lg border border-line bg-paper p-4">
          <h2 id="activate">Let it score</h2>
          <p className="mt-1 max-w-prose text-soft text-sm">
            Every client is then scored by {title}. What was scored before stays as it is, and each chart marks the
            change. For 14 days {active ?? "the version before"} is computed as well and drawn as a thin line, and you
            can go back at any time.
          </p>
          <ActivateForm
            agency={agency}
            algorithmId={id}
            title={title}
            zone={clock.zone}
            firstDay={dateAfter(clock.now, clock.zone)}
          />
        </section>
      )}
    </>
  );
}
