import type { AgencySettings } from "@headroom/api";
import { type Clock, instantLabel, percent, points } from "@headroom/insights";
import type { Metadata } from "next";
import Link from "next/link";
import { visit } from "../../../composition/agency.ts";
import { api } from "../../../trpc/server.ts";
import { DefaultTargetForm } from "./default-target-form.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ params }: { params: Promise<{ agency: string }> }) {
  const { agency: slug } = await params;
  const { agency, now } = await visit(slug);
  const settings = await (await api(slug)).agency.settings();
  const [current, ...earlier] = settings.defaultTargets;
  const clock: Clock = { zone: agency.memberTimeZone, now };
  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-5">
      <h1>Settings of {agency.name}</h1>
      {settings.mayManage && (
        <p>
          <Link href={`/${slug}/settings/networks`} className="text-accent underline underline-offset-2">
            Networks: apps to sign in with, and what paid networks may cost
          </Link>
        </p>
      )}
      <section
        aria-labelledby="default-target"
        className="flex flex-col gap-4 rounded-lg border border-line bg-paper p-4"
      >
        <div>
          <h2 id="default-target">Default target</h2>
          <p className="mt-1 text-soft text-sm">
            What every client has to hold that has no target of its own. A change counts from now on; the past keeps
            what was required then.
          </p>
        </div>
        {current !== undefined && (
          <p>
            At least <span className="number font-semibold">{points(current.level ?? 0)}</span> for{" "}
            {percent(current.share)} of each {current.window}, {sinceWords(current, clock)}.
          </p>
        )}
        {settings.mayManage ? (
          <DefaultTargetForm
            agency={slug}
            current={{
              level: current?.level ?? null,
              share: current?.share ?? 0.95,
              window: current?.window ?? "week",
            }}
          />
        ) : (
          <p className="text-soft text-sm">Managers change it.</p>
        )}
        {earlier.length > 0 && <Earlier entries={earlier} clock={clock} />}
      </section>
      <section aria-labelledby="algorithm" className="rounded-lg border border-line bg-paper p-4">
        <h2 id="algorithm">Algorithm</h2>
        <p className="mt-1 text-soft text-sm">
          Which version of the formula scores your clients, what another one would make of them, and from when it
          should.
        </p>
        <p className="mt-2">
          <Link href={`/${slug}/algorithms`} className="text-accent underline underline-offset-2">
            Versions of the algorithm
          </Link>
        </p>
      </section>
    </div>
  );
}

type Entry = AgencySettings["defaultTargets"][number];

function Earlier({ entries, clock }: { entries: Entry[]; clock: Clock }) {
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-accent">What was required before</summary>
      <ul className="mt-2 divide-y divide-line">
        {entries.map((entry) => (
          <li key={entry.from} className="py-1.5">
            <span className="number font-medium">{points(entry.level ?? 0)}</span> for {percent(entry.share)} of each{" "}
            {entry.window}, {sinceWords(entry, clock)}
          </li>
        ))}
      </ul>
    </details>
  );
}

const sinceWords = ({ from, setBy }: Entry, clock: Clock): string =>
  `${setBy === null ? "set" : `set by ${setBy}`} ${instantLabel(from, clock)}`;
