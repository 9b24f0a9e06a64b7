import type { AlgorithmVersion } from "@headroom/api";
import type { Clock } from "@headroom/insights";
import Link from "next/link";
import { buttonLook } from "../../../components/button.tsx";
import { NumberChanges } from "./number-changes.tsx";
import { VersionRules } from "./version-rules.tsx";
import { VersionState } from "./version-state.tsx";

interface CardProps {
  agency: string;
  version: AlgorithmVersion;
  clock: Clock;
  mayManage: boolean;
}

/** One version: whether it scores, where it comes from, and all of its constants in words. */
export function VersionCard({ agency, version, clock, mayManage }: CardProps) {
  const { algorithm } = version;
  const titleId = `version-${algorithm.id}`;
  return (
    <article aria-labelledby={titleId} className="rounded-lg border border-line bg-paper p-4">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="mr-auto">
          <h3 id={titleId} className="font-semibold text-lg">
            <Link href={`/${agency}/algorithms/${algorithm.id}`} className="hover:underline">
              {algorithm.title}
            </Link>
          </h3>
          <VersionState version={version} clock={clock} />
        </div>
        {mayManage && (
          <div className="flex flex-wrap gap-2">
            {!version.isActive && (
              <Link href={`/${agency}/algorithms/${algorithm.id}`} className={buttonLook()}>
                Preview or activate<span className="sr-only"> {algorithm.title}</span>
              </Link>
            )}
            <Link href={`/${agency}/algorithms/new?from=${algorithm.id}`} className={buttonLook()}>
              Change numbers<span className="sr-only"> of {algorithm.title}</span>
            </Link>
          </div>
        )}
      </header>
      <NumberChanges version={version} />
      <details className="mt-3">
        <summary className="cursor-pointer text-accent text-sm">
          The formula and its constants<span className="sr-only"> of {algorithm.title}</span>
        </summary>
        <VersionRules algorithm={algorithm} />
      </details>
    </article>
  );
}
