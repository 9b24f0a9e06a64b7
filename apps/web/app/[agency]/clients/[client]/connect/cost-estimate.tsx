"use client";

import type { ClientPace, ConnectableNetwork } from "@headroom/api";
import { daysPerMonth, type ExpectedCost, estimateCosts, sumOfCosts } from "@headroom/insights";
import { useState } from "react";
import { Field } from "../../../../../components/field.tsx";

interface EstimateProps {
  title: string;
  costs: NonNullable<ConnectableNetwork["costs"]>;
  /** From the client's own history; null where there is none. */
  pace: ClientPace | null;
}

/** Without any history: a post a day, and somebody who answers it. */
const usualPace = { postsPerWeek: 7, answersPerWeek: 7 };

/** What reading this channel may come to, before anything is spent. */
export function CostEstimate({ title, costs, pace }: EstimateProps) {
  const known = pace ?? usualPace;
  const [postsPerWeek, setPosts] = useState(Math.round(known.postsPerWeek));
  const [answersPerWeek, setAnswers] = useState(Math.round(known.answersPerWeek));
  const assumed = { postsPerWeek, answersPerWeek };
  const ongoing = estimateCosts(costs.ongoing, { pace: assumed, days: daysPerMonth });
  const told = estimateCosts(costs.told, { pace: assumed, days: daysPerMonth });
  const first = costs.first.flatMap((rate) => estimateCosts([rate], { pace: assumed, days: rate.days }));
  return (
    <section aria-labelledby="estimate" className="rounded-md bg-raised p-3">
      <h3 id="estimate" className="font-semibold">
        What it may cost
      </h3>
      <p className="mt-1 text-sm">
        {pace === null
          ? "Nothing is known of this client’s posts yet. Say how much happens on the channel:"
          : `As much as happened on ${pace.title} in the last four weeks. Change it where this channel differs:`}
      </p>
      <div className="mt-2 flex flex-wrap gap-3">
        <NumberField label="Posts a week" value={postsPerWeek} onChange={setPosts} />
        <NumberField label="Answers and mentions a week" value={answersPerWeek} onChange={setAnswers} />
      </div>
      <output className="mt-3 block">
        About <span className="number font-semibold text-lg">{dollars(sumOfCosts(ongoing))}</span> a month, and about{" "}
        <span className="number font-semibold">{dollars(sumOfCosts(first))}</span> once for the first reading.
      </output>
      <CostLines costs={ongoing} />
      {costs.told.length > 0 && (
        <p className="mt-2 text-sm">
          Where {title} also sends word of changes, which a manager sets up, that comes to at most{" "}
          <span className="number">{dollars(sumOfCosts(told))}</span> a month more.
        </p>
      )}
      <p className="mt-2 text-soft text-sm">
        This is an estimate: it follows from the prices above and from how often Headroom reads. Likes and views cost
        nothing more. Sending posts from here is not in it. What really was spent stands in the settings. When a monthly
        cap is reached, the channel is not read any more and its points stand still; nothing is spent beyond it.
      </p>
    </section>
  );
}

function NumberField(props: { label: string; value: number; onChange: (value: number) => void }) {
  return (
    <div className="w-60 max-w-full">
      <Field
        label={props.label}
        type="number"
        inputMode="numeric"
        min={0}
        max={10_000}
        value={String(props.value)}
        onChange={(event) => props.onChange(Math.min(10_000, Math.max(0, Math.floor(Number(event.target.value)))))}
      />
    </div>
  );
}

function CostLines({ costs }: { costs: readonly ExpectedCost[] }) {
  return (
    <ul className="number mt-1 text-sm">
      {costs.map(({ what, count, micros }) => (
        <li key={what} className="flex justify-between gap-3">
          <span>
            {Math.round(count).toLocaleString("en-GB")} × {what}
          </span>
          <span>{dollars(micros)}</span>
        </li>
      ))}
    </ul>
  );
}

const dollars = (micros: number): string =>
  `$${(micros / 1_000_000).toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
