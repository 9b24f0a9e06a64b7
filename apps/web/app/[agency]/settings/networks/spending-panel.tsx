import type { Spending } from "@headroom/api";
import { ProgressBar } from "../../../../components/progress-bar.tsx";
import { CapForm } from "./cap-form.tsx";

/** What paid networks have cost this month, and the caps that stop them. */
export function SpendingPanel({ agency, spending }: { agency: string; spending: Spending }) {
  const { cap, spent, reserved, items, clients } = spending;
  return (
    <section aria-labelledby="spending" className="rounded-lg border border-line bg-paper p-4">
      <h2 id="spending">What paid networks cost</h2>
      <p className="mt-1">
        {monthName(spending.month)}: <span className="number font-semibold">{dollars(spent)}</span>
        {cap === null ? " spent, and no cap is set: nothing more is read for money." : ` of ${dollars(cap)}`}
        {reserved > 0 && <span className="text-soft">, {dollars(reserved)} set aside for readings under way</span>}
      </p>
      {cap !== null && cap > 0 && <ProgressBar label="Spent of the cap" value={Math.min(spent, cap)} max={cap} />}
      {items.length > 0 && (
        <ul className="mt-2 text-sm">
          {items.map((item) => (
            <li key={`${item.network} ${item.what}`} className="number">
              {item.networkTitle}: {item.count.toLocaleString("en-GB")} × {item.what}, {dollars(item.spent)}
            </li>
          ))}
        </ul>
      )}
      <CapForm agency={agency} label="Cap of the agency, dollars a month" current={cap} />
      {clients.length > 0 && (
        <ul className="mt-3 divide-y divide-line border-line border-t">
          {clients.map((client) => (
            <li key={client.clientId} className="py-2 text-sm">
              <p>
                <span className="font-medium">{client.name}</span>{" "}
                <span className="number">
                  {dollars(client.spent)}
                  {client.cap === null ? "" : ` of ${dollars(client.cap)}`}
                </span>
              </p>
              <CapForm
                agency={agency}
                clientId={client.clientId}
                label={`Cap of ${client.name}, dollars a month`}
                current={client.cap}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const dollars = (amount: number): string => `$${amount.toFixed(amount > 0 && amount < 1 ? 3 : 2)}`;

const monthName = (month: string): string =>
  new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(month));
