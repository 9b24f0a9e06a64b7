"use client";

import type { ListedBlogRow } from "@headroom/api";
import { count } from "@headroom/insights";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../../../../../../components/button.tsx";
import { apiOf, refusalOf } from "../../../../../../trpc/client.ts";
import { BlogRow, isDone, type Progress } from "./blog-row.tsx";
import { inTurn } from "./in-turn.ts";

interface RowsProps {
  agency: string;
  clientId: string;
  clients: { id: string; name: string }[];
  blogs: ListedBlogRow[];
}

/** Blogs that are asked at the same time: a slow one holds up none but itself. */
const atOnce = 5;

/** Whose channel each blog becomes, and afterwards what came of it. */
export function BlogRows({ agency, clientId, clients, blogs }: RowsProps) {
  const router = useRouter();
  const [isBusy, startWork] = useTransition();
  const [choices, setChoices] = useState(() =>
    blogs.map(({ connectedTo }) => (connectedTo.includes(clientId) ? "" : clientId)),
  );
  const [progress, setProgress] = useState<ReadonlyMap<number, Progress>>(new Map());
  const waiting = blogs.flatMap((blog, row) => {
    const to = choices[row] ?? "";
    return to === "" || isDone(progress.get(row)) ? [] : [{ row, clientId: to, address: blog.address }];
  });
  const connect = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const tell = (row: number, what: Progress) => setProgress((before) => new Map(before).set(row, what));
    startWork(async () => {
      await inTurn(waiting, atOnce, async ({ row, ...input }) => {
        tell(row, { kind: "asking" });
        try {
          const { isOld } = await apiOf(agency).channel.connectListedBlog.mutate(input, { context: { alone: true } });
          tell(row, { kind: isOld ? "old" : "connected", clientId: input.clientId });
        } catch (error) {
          tell(row, { kind: "failed", message: refusalOf(error).message });
        }
      });
      router.refresh();
    });
  };
  return (
    <form onSubmit={connect} className="flex flex-col gap-3">
      <h2>{count(blogs.length, "blog")} in this list</h2>
      <ul className="flex flex-col divide-y divide-line rounded-lg border border-line bg-paper">
        {blogs.map((blog, row) => (
          <BlogRow
            key={blog.address}
            base={`/${agency}/clients`}
            blog={blog}
            clients={clients}
            choice={choices[row] ?? ""}
            progress={progress.get(row)}
            isBusy={isBusy}
            onChoose={(to) => setChoices((before) => before.with(row, to))}
          />
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="main" disabled={isBusy || waiting.length === 0}>
          {isBusy ? "Connecting …" : `Connect ${count(waiting.length, "blog")}`}
        </Button>
        <output className="text-sm">{tally(progress, isBusy)}</output>
      </div>
    </form>
  );
}

const tally = (progress: ReadonlyMap<number, Progress>, isBusy: boolean): string => {
  if (progress.size === 0) return "";
  const of = (kind: Progress["kind"]): number => [...progress.values()].filter((one) => one.kind === kind).length;
  const parts = [
    `${of("connected")} connected`,
    of("old") > 0 ? `${of("old")} connected before` : null,
    of("failed") > 0 ? `${of("failed")} not connected` : null,
    isBusy ? `${of("asking")} being asked` : null,
  ];
  return `${parts.filter((part) => part !== null).join(", ")}.`;
};
