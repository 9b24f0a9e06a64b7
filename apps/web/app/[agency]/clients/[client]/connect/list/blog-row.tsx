import type { ListedBlogRow } from "@headroom/api";
import Link from "next/link";
import { inputLook } from "../../../../../../components/field.tsx";

/** What came of a blog so far. */
export type Progress = { kind: "asking" } | Done | { kind: "failed"; message: string };
type Done = { kind: "connected" | "old"; clientId: string };

export const isDone = (progress: Progress | undefined): progress is Done =>
  progress?.kind === "connected" || progress?.kind === "old";

interface RowProps {
  base: string;
  blog: ListedBlogRow;
  clients: { id: string; name: string }[];
  choice: string;
  progress: Progress | undefined;
  isBusy: boolean;
  onChoose: (clientId: string) => void;
}

/** One blog: whose channel it becomes, or what came of it. */
export function BlogRow({ base, blog, clients, choice, progress, isBusy, onChoose }: RowProps) {
  const nameOf = (id: string): string => clients.find((client) => client.id === id)?.name ?? "another client";
  const title = [...blog.folders, blog.title].join(" › ");
  return (
    <li className="flex flex-col gap-2 p-3 sm:flex-row sm:items-start sm:justify-between">
      <div className="min-w-0 text-sm">
        <p className="break-words font-medium text-base">{title}</p>
        <p className="break-all text-soft">{blog.address}</p>
        {blog.connectedTo.length > 0 && progress === undefined && (
          <p className="text-soft">Already a channel of {blog.connectedTo.map(nameOf).join(", ")}.</p>
        )}
        {progress?.kind === "failed" && <p className="text-bad">Not connected: {progress.message}</p>}
      </div>
      {isDone(progress) ? (
        <p className="shrink-0 text-sm sm:max-w-56">
          <span aria-hidden="true" className="text-good">
            ✓{" "}
          </span>
          {progress.kind === "old" ? "Connected before, to " : "Connected to "}
          <Link href={`${base}/${progress.clientId}`} className="text-accent underline underline-offset-2">
            {nameOf(progress.clientId)}
          </Link>
        </p>
      ) : (
        <div className="shrink-0 sm:w-56">
          <select
            aria-label={`Client of ${blog.title}`}
            value={choice}
            disabled={isBusy}
            onChange={({ target }) => onChoose(target.value)}
            className={`${inputLook} w-full`}
          >
            <option value="">Leave out</option>
            {clients.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          {progress?.kind === "asking" && <p className="mt-1 text-sm text-soft">Looking …</p>}
        </div>
      )}
    </li>
  );
}
