import type { ChannelOutlook, PlanEntry } from "@headroom/api";
import { instantLabel, localTimeOf } from "@headroom/insights";
import Link from "next/link";
import { buttonLook } from "../../../../components/button.tsx";
import { PlanForm } from "./plan-form.tsx";
import { SendingState } from "./sending-state.tsx";
import { UnplanButton } from "./unplan-button.tsx";

interface PlanProps {
  agency: string;
  clientId: string;
  plan: PlanEntry[];
  channels: ChannelOutlook[];
  zone: string;
  now: number;
  mayWork: boolean;
}

/** The posts that are to go out. */
export function PlanList({ agency, clientId, plan, channels, zone, now, mayWork }: PlanProps) {
  return (
    <div>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h3 id="plan" className="font-semibold">
          Plan
        </h3>
        {mayWork && (
          <Link href={`/${agency}/clients/${clientId}/post`} className={buttonLook()}>
            Write a post
          </Link>
        )}
      </div>
      {plan.length === 0 ? (
        <p className="mt-1 text-soft text-sm">
          Nothing is planned. A plan changes no score; the forecast counts on it.
        </p>
      ) : (
        <ul className="mt-2 divide-y divide-line text-sm">
          {plan.map((post) => (
            <li key={post.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
              <span className="min-w-0 grow basis-48">
                <span className="number font-medium">{instantLabel(post.at, { zone, now })}</span>{" "}
                <span className="break-words text-soft">
                  {post.channelTitle}
                  {post.carriesLink && " · link"}
                  {post.note !== "" && ` · ${post.note}`}
                </span>
                {post.sending !== null && (
                  <SendingState
                    agency={agency}
                    clientId={clientId}
                    planId={post.id}
                    sending={post.sending}
                    mayWork={mayWork}
                  />
                )}
              </span>
              {mayWork && post.sending?.state !== "published" && (
                <UnplanButton
                  agency={agency}
                  clientId={clientId}
                  planId={post.id}
                  when={instantLabel(post.at, { zone, now })}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {mayWork && channels.length > 0 && (
        <PlanForm
          agency={agency}
          clientId={clientId}
          channels={channels.map(({ id, title, networkTitle }) => ({ id, title: `${title} on ${networkTitle}` }))}
          zone={zone}
          earliest={localTimeOf(now, zone)}
        />
      )}
    </div>
  );
}
