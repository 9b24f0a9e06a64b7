import type { ImportStatus } from "@headroom/api";
import { count } from "@headroom/insights";
import Link from "next/link";
import { buttonLook } from "../../../../../components/button.tsx";
import { ProgressBar } from "../../../../../components/progress-bar.tsx";

/** How far a started import is; the page follows it by itself. */
export function ImportProgress({ agency, upload }: { agency: string; upload: ImportStatus }) {
  const base = `/${agency}/clients/${upload.clientId}`;
  return (
    <section aria-labelledby="import" className="flex flex-col gap-3 rounded-lg border border-line bg-paper p-4">
      <h2 id="import" className="break-words">
        {upload.fileName}
      </h2>
      <State upload={upload} />
      <div className="flex flex-wrap gap-2">
        <Link href={base} className={buttonLook(upload.status === "done" ? "main" : "plain")}>
          {upload.status === "done" ? "See the client" : "Go on to the client"}
        </Link>
        {upload.status !== "running" && (
          <Link href={`${base}/import`} className={buttonLook()}>
            Import another file
          </Link>
        )}
      </div>
    </section>
  );
}

function State({ upload: { status, postsDone, error, preview } }: { upload: ImportStatus }) {
  switch (status) {
    case "running":
      return (
        <>
          <ProgressBar label="Posts imported" value={postsDone ?? 0} max={preview.posts} />
          <output className="number">
            {postsDone
              ? `Importing … ${postsDone.toLocaleString("en-GB")} of ${count(preview.posts, "post")}`
              : "Starts in a moment …"}
          </output>
          <p className="text-soft text-sm">
            The import goes on when you leave this page. It counts whole or not at all.
          </p>
        </>
      );
    case "done":
      return <output>Imported: {count(postsDone ?? 0, "post")} and everything that belongs to them.</output>;
    case "failed":
      return (
        <p role="alert" className="break-words text-bad">
          Nothing was imported. {error}
        </p>
      );
    case "previewed":
    case "dropped":
      return null;
    default:
      return status satisfies never;
  }
}
