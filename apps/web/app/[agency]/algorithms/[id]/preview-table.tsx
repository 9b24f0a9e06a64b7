import type { PreviewStatus } from "@headroom/api";
import { belowText, type Clock, change, changeBetween, dayLabel, isBelow, points } from "@headroom/insights";
import { Badge } from "../../../../components/badge.tsx";

type Client = NonNullable<PreviewStatus["result"]>["clients"][number];

interface TableProps {
  clients: readonly Client[];
  baseline: string;
  title: string;
  clock: Clock;
}

const cell = "px-3 py-2";
const figure = `${cell} number text-right whitespace-nowrap`;

/** Who moves by how much and who falls below target; most points lost first. */
export function PreviewTable({ clients, baseline, title, clock }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reachable by keyboard
    <section aria-label="Client by client" tabIndex={0} className="overflow-x-auto rounded-md border border-line">
      <table className="w-full text-sm">
        <thead className="bg-raised text-left">
          <tr>
            <th scope="col" className={`${cell} font-medium`}>
              Client
            </th>
            <th scope="col" className={`${figure} font-medium`}>
              Now
            </th>
            <th scope="col" className={`${figure} font-medium`}>
              Would be
            </th>
            <th scope="col" className={`${figure} font-medium`}>
              Change
            </th>
            <th scope="col" className={`${cell} font-medium`}>
              Below target?
            </th>
            <th scope="col" className={`${figure} font-medium`}>
              Time below, {baseline} → {title}
            </th>
            <th scope="col" className={`${figure} font-medium`}>
              Mean change
            </th>
            <th scope="col" className={`${figure} font-medium`}>
              Largest change
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {clients.map((client) => (
            <tr key={client.clientId}>
              <th
                scope="row"
                className={`${cell} sticky left-0 max-w-40 truncate bg-paper text-left font-medium sm:max-w-48`}
              >
                {client.name}
              </th>
              <td className={figure}>{points(client.now)}</td>
              <td className={`${figure} font-semibold`}>{points(client.wouldBe)}</td>
              <td className={figure}>{changeBetween(client.now, client.wouldBe)}</td>
              <td className={`${cell} whitespace-nowrap`}>
                <Fall client={client} />
              </td>
              <td className={figure}>
                {client.belowShare === null
                  ? "–"
                  : `${belowText(client.belowShare)} → ${belowText(client.wouldBeBelowShare)}`}
              </td>
              <td className={figure}>{change(client.meanChange)}</td>
              <td className={figure}>
                {change(client.biggestChange)} <span className="text-soft">{dayLabel(client.biggestAt, clock)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Fall({ client: { now, wouldBe, target } }: { client: Client }) {
  if (target === null) return <span className="text-soft">no target</span>;
  const [was, willBe] = [isBelow(now, target), isBelow(wouldBe, target)];
  const level = points(target);
  if (willBe && !was) return <Badge look={{ word: `falls below ${level}`, shape: "triangle-down", tone: "bad" }} />;
  if (was && !willBe) return <Badge look={{ word: `comes back to ${level}`, shape: "disc", tone: "good" }} />;
  return was ? <Badge look={{ word: `stays below ${level}`, shape: "diamond", tone: "mute" }} /> : <span>no</span>;
}
