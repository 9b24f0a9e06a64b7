import type { ClientDetail } from "@headroom/api";
import { type Clock, change, changeBetween, points, safeUntil } from "@headroom/insights";
import Link from "next/link";
import { buttonLook } from "../../../../components/button.tsx";
import { StatusBadge } from "../../../../components/status-badge.tsx";
import { ShareButton } from "./share-button.tsx";

interface HeaderProps {
  agency: string;
  detail: ClientDetail;
  /** What the score was a week ago and is now, as the ledger below has it. */
  week: { before: number; after: number };
  clock: Clock;
}

export function ClientHeader({ agency, detail, week, clock }: HeaderProps) {
  const { row } = detail;
  const base = `/${agency}/clients/${row.id}`;
  return (
    <header className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="mr-auto">
          <p className="text-sm">
            <Link href={`/${agency}/clients`} className="text-soft hover:underline">
              Clients
            </Link>
          </p>
          <h1>{row.name}</h1>
          <p className="text-soft text-sm">
            {row.staffers.length > 0
              ? `In the care of ${row.staffers.map(({ name }) => name).join(", ")}`
              : "In nobody’s care yet"}{" "}
            · {row.timeZone}
          </p>
        </div>
        {row.isMine && <ShareButton agency={agency} clientId={row.id} isPrivate={row.isPrivate} />}
        {detail.mayWork && (
          <>
            <Link href={`${base}/post`} className={buttonLook()}>
              Write a post
            </Link>
            <Link href={`${base}/connect`} className={buttonLook()}>
              Connect a channel
            </Link>
            <Link href={`${base}/import`} className={buttonLook()}>
              Import a file
            </Link>
          </>
        )}
        {detail.score !== null && (
          <a href={`${base}/report`} className={buttonLook("main")}>
            Download this week’s report
          </a>
        )}
      </div>
      {detail.score === null ? (
        <NoScore mayWork={detail.mayWork} hasChannels={detail.channels.length > 0} />
      ) : (
        <Standing detail={detail} week={week} clock={clock} />
      )}
    </header>
  );
}

function NoScore({ mayWork, hasChannels }: { mayWork: boolean; hasChannels: boolean }) {
  return (
    <section className="rounded-lg border border-line border-dashed bg-paper px-6 py-8 text-center">
      <h2>No score yet</h2>
      <p className="mx-auto mt-2 max-w-prose text-soft">
        {hasChannels
          ? "The first reading is under way. The score appears here as posts come in."
          : mayWork
            ? "Connect a channel or import a file, and the score appears here."
            : "No channel is connected yet."}
      </p>
    </section>
  );
}

function Standing({ detail: { row, parallel }, week, clock }: Omit<HeaderProps, "agency">) {
  const until = safeUntil(row, clock);
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 rounded-lg border border-line bg-paper p-4 sm:grid-cols-3 lg:grid-cols-6">
      <Figure
        label="Score"
        value={row.score === null ? "–" : points(row.score)}
        note={parallel === null ? undefined : `Under ${parallel.title} it would be ${points(parallel.score)}.`}
        isBig
      />
      <Figure label="Target" value={row.target === null ? "none" : points(row.target)} />
      <Figure label="Headroom" value={row.headroom === null ? "–" : change(row.headroom)} />
      <Figure label="Safe until" value={until.text} note={until.inText === null ? undefined : `in ${until.inText}`} />
      <Figure label="7 days" value={changeBetween(week.before, week.after)} />
      <div>
        <dt className="text-soft text-sm">Status</dt>
        <dd className="mt-1">
          <StatusBadge status={row.status} />
        </dd>
      </div>
    </dl>
  );
}

function Figure({
  label,
  value,
  note,
  isBig = false,
}: {
  label: string;
  value: string;
  note?: string | undefined;
  isBig?: boolean;
}) {
  return (
    <div>
      <dt className="text-soft text-sm">{label}</dt>
      <dd className={`number ${isBig ? "font-bold text-3xl leading-tight" : "mt-1 font-semibold"}`}>{value}</dd>
      {note && <dd className="text-soft text-sm">{note}</dd>}
    </div>
  );
}
