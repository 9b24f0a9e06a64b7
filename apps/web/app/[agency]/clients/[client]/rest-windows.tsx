import type { RestWindow } from "@headroom/api";
import { type Clock, instantLabel } from "@headroom/insights";
import { EndRestButton } from "./end-rest-button.tsx";
import { RestForm } from "./rest-form.tsx";

interface RestProps {
  agency: string;
  clientId: string;
  windows: RestWindow[];
  /** In which local times are typed and shown. */
  clock: Clock;
  mayManage: boolean;
}

/** Time off that was agreed with the client. */
export function RestWindows({ agency, clientId, windows, clock, mayManage }: RestProps) {
  return (
    <div className="mt-4 border-line border-t pt-3">
      <h3 className="font-medium">Agreed rest</h3>
      <p className="text-soft text-sm">
        Time off agreed with the client. It never alters the score, only how the promise counts.
      </p>
      {windows.length > 0 && (
        <ul className="mt-2 divide-y divide-line text-sm">
          {windows.map((rest) => (
            <li key={rest.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
              <span className="mr-auto">
                {instantLabel(rest.from, clock)} to {instantLabel(rest.to, clock)}
                {rest.note !== "" && <span className="ml-2">{rest.note}</span>}
                <span className="ml-2 text-soft">{restState(rest, clock.now)}</span>
              </span>
              {mayManage && rest.to > clock.now && (
                <EndRestButton
                  agency={agency}
                  clientId={clientId}
                  restId={rest.id}
                  isRunning={rest.from < clock.now}
                  from={instantLabel(rest.from, clock)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {mayManage && <RestForm agency={agency} clientId={clientId} zone={clock.zone} />}
    </div>
  );
}

const restState = ({ from, to, agreedBy }: RestWindow, now: number): string => {
  const by = agreedBy === null ? "" : `, agreed by ${agreedBy}`;
  if (to <= now) return `over${by}`;
  return from <= now ? `running${by}` : `to come${by}`;
};
