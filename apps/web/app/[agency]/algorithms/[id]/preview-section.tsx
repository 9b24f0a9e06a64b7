import type { PreviewStatus } from "@headroom/api";
import { type Clock, count, freshness, previewWords } from "@headroom/insights";
import { ProgressBar } from "../../../../components/progress-bar.tsx";
import { StartPreview, StopPreview } from "./preview-buttons.tsx";
import { PreviewTable } from "./preview-table.tsx";

interface SectionProps {
  agency: string;
  algorithm: { id: string; title: string };
  preview: PreviewStatus | null;
  clock: Clock;
  mayStart: boolean;
}

/** What a version would have made of every client's stored history; the page follows a running one by itself. */
export function PreviewSection({ agency, algorithm, preview, clock, mayStart }: SectionProps) {
  return (
    <section aria-labelledby="preview" className="flex flex-col gap-3 rounded-lg border border-line bg-paper p-4">
      <div>
        <h2 id="preview">Preview</h2>
        <p className="mt-1 max-w-prose text-soft text-sm">
          What {algorithm.title} would have made of the last 90 days of every client, next to what scores now. Nothing
          changes by looking.
        </p>
      </div>
      {preview !== null && <State agency={agency} title={algorithm.title} preview={preview} clock={clock} />}
      {mayStart && preview?.status !== "running" && (
        <div>
          <StartPreview agency={agency} algorithmId={algorithm.id} isAgain={preview !== null} />
        </div>
      )}
    </section>
  );
}

interface StateProps {
  agency: string;
  title: string;
  preview: PreviewStatus;
  clock: Clock;
}

function State({ agency, title, preview, clock }: StateProps) {
  const { status, clientsDone, clientsTotal, error, result, baselineTitle, finishedAt } = preview;
  switch (status) {
    case "running":
      return (
        <>
          <ProgressBar label="Clients compared" value={clientsDone} max={clientsTotal} />
          <output className="number">
            {clientsTotal === 0
              ? "Starts in a moment …"
              : `Comparing … ${clientsDone} of ${count(clientsTotal, "client")}`}
          </output>
          <div className="flex flex-wrap items-center gap-3">
            <StopPreview agency={agency} previewId={preview.id} />
            <p className="text-soft text-sm">
              It goes on when you leave this page; after an interruption it starts over.
            </p>
          </div>
        </>
      );
    case "failed":
      return (
        <p role="alert" className="text-bad">
          The preview failed. {error}
        </p>
      );
    case "stopped":
      return <p className="text-soft">The preview was stopped.</p>;
    case "done": {
      if (result === null) return null;
      const words = previewWords(result, { baseline: baselineTitle, candidate: title });
      return (
        <>
          <output className="max-w-prose">{words.summary}</output>
          {words.evidence !== null && <p className="max-w-prose">{words.evidence}</p>}
          <p className="text-soft text-sm">
            Against {baselineTitle}, made {freshness(finishedAt, clock.now).text}.
          </p>
          {result.clients.length > 0 && (
            <PreviewTable clients={result.clients} baseline={baselineTitle} title={title} clock={clock} />
          )}
        </>
      );
    }
    default:
      return status satisfies never;
  }
}
