import { type Clock, forecastChart } from "@headroom/insights";
import { api } from "../../../../trpc/server.ts";
import { ForecastBasis } from "./forecast-basis.tsx";
import { ForecastChart } from "./forecast-chart.tsx";
import { OnePostTable } from "./one-post-table.tsx";
import { PlanList } from "./plan-list.tsx";

interface SectionProps {
  agency: string;
  clientId: string;
  /** The client's own zone, in which hours and plans are told. */
  zone: string;
  past: readonly { at: number; score: number }[];
  mayWork: boolean;
  clock: Clock;
}

/** The coming two weeks: where the score goes, what one post would do, what is planned. */
export async function ForecastSection({ agency, clientId, zone, past, mayWork, clock }: SectionProps) {
  const forecast = await (await api(agency)).client.forecast({ clientId });
  if (forecast === null) return null;
  return (
    <section aria-labelledby="next" className="rounded-lg border border-line bg-paper p-4">
      <h2 id="next">What comes next</h2>
      <ForecastChart chart={forecastChart({ forecast, past, clock: { ...clock, zone } })} zone={zone} />
      <div className="mt-5 grid gap-6 lg:grid-cols-2">
        <OnePostTable channels={forecast.channels} zone={zone} fewest={forecast.fewestPostsForHours} />
        <PlanList
          agency={agency}
          clientId={clientId}
          plan={forecast.plan}
          channels={forecast.channels}
          zone={zone}
          now={forecast.now}
          mayWork={mayWork}
        />
      </div>
      <ForecastBasis channels={forecast.channels} />
    </section>
  );
}
