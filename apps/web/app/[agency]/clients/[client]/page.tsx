import { type Clock, receiptSpan, scoreChart } from "@headroom/insights";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { LoadingSection } from "../../../../components/skeleton.tsx";
import { visit } from "../../../../composition/agency.ts";
import { api } from "../../../../trpc/server.ts";
import { ChannelList } from "./channel-list.tsx";
import { ClientHeader } from "./client-header.tsx";
import { ForecastSection } from "./forecast-section.tsx";
import { HistoryChart } from "./history-chart.tsx";
import { PostTable } from "./post-table.tsx";
import { RankLines } from "./rank-lines.tsx";
import { ScoreParts } from "./score-parts.tsx";
import { TargetPanel } from "./target-panel.tsx";
import { TopicsPanel } from "./topics-panel.tsx";
import { WhySection } from "./why-section.tsx";

type Props = {
  params: Promise<{ agency: string; client: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const { agency, client } = await params;
  return { title: (await detailOf(agency, client)).row.name };
}

export default async function ClientPage({ params, searchParams }: Props) {
  const { agency: slug, client } = await params;
  const { agency, now } = await visit(slug);
  const caller = await api(slug);
  const clock: Clock = { zone: agency.memberTimeZone, now };
  const asked = await searchParams;
  const span = receiptSpan({ span: only(asked.span), from: only(asked.from), to: only(asked.to) }, clock);
  const [detail, history, week, receipt] = await Promise.all([
    detailOf(slug, client),
    caller.client.history({ clientId: client, days: 90 }),
    caller.client.receipt({ clientId: client }),
    span.id === "7d" ? null : caller.client.receipt({ clientId: client, from: span.from, to: span.to }),
  ]);
  const told = receipt ?? week;
  const current =
    detail.score === null
      ? null
      : {
          score: detail.score.value,
          target: detail.target?.value ?? null,
          beside: detail.parallel,
        };
  return (
    <div className="flex flex-col gap-5">
      <ClientHeader agency={slug} detail={detail} week={week.receipt} clock={clock} />
      {detail.score !== null && (
        <>
          <section aria-labelledby="history" className="rounded-lg border border-line bg-paper p-4">
            <h2 id="history">Score against target, 90 days</h2>
            <HistoryChart chart={scoreChart({ history, current, clock })} zone={clock.zone} />
          </section>
          <Suspense fallback={<LoadingSection what="what comes next" />}>
            <ForecastSection
              agency={slug}
              clientId={client}
              zone={detail.row.timeZone}
              past={history.points}
              mayWork={detail.mayWork}
              clock={clock}
            />
          </Suspense>
          <div className="grid gap-5 lg:grid-cols-2">
            <ScoreParts score={detail.score} channels={detail.channels}>
              <Suspense>
                <RankLines agency={slug} clientId={client} />
              </Suspense>
            </ScoreParts>
            <WhySection
              told={told}
              span={span}
              score={detail.score}
              held={history.holds.filter(({ from, to }) => from <= span.to && (to === null || to > span.to))}
              algorithmTitle={(id) => history.algorithms.find((algorithm) => algorithm.id === id)?.title ?? id}
              clock={clock}
            />
          </div>
        </>
      )}
      <TargetPanel agency={slug} detail={detail} clock={clock} />
      {detail.score !== null && (
        <Suspense fallback={<LoadingSection what="what it is known for" />}>
          <TopicsPanel agency={slug} clientId={client} clock={clock} />
        </Suspense>
      )}
      <ChannelList
        agency={slug}
        clientId={client}
        channels={detail.channels}
        clock={clock}
        mayWork={detail.mayWork}
        isDemo={agency.isDemo}
      />
      <PostTable posts={told.posts} words={span.words} clock={clock} />
      {detail.mayManage && (
        <p className="text-soft text-sm">
          <a href={`/${slug}/clients/${client}/export`} className="underline underline-offset-2" download>
            Everything kept about this client
          </a>{" "}
          as a file; people who reacted are in it as hashes, after a hundred days as mere numbers.
        </p>
      )}
    </div>
  );
}

const only = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

const detailOf = async (agency: string, client: string) => {
  if (!/^[0-9a-f-]{36}$/.test(client)) notFound();
  try {
    return await (await api(agency)).client.get({ clientId: client });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "NOT_FOUND") notFound();
    throw error;
  }
};
