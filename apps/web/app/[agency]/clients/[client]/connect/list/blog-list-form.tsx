"use client";

import type { BlogListPreview } from "@headroom/api";
import { count } from "@headroom/insights";
import { useState, useTransition } from "react";
import { apiOf, refusalOf } from "../../../../../../trpc/client.ts";
import { BlogRows } from "./blog-rows.tsx";
import { fileBase64 } from "./file-base64.ts";

interface FormProps {
  agency: string;
  clientId: string;
  clients: { id: string; name: string }[];
}

/** First the file, then whose channel each blog of it becomes, then the connections. */
export function BlogListForm({ agency, clientId, clients }: FormProps) {
  const [isBusy, startWork] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const [list, setList] = useState<(BlogListPreview & { chosen: number }) | null>(null);
  const read = (file: File) =>
    startWork(async () => {
      setProblem(null);
      setList(null);
      try {
        const found = await apiOf(agency).channel.readBlogList.mutate({ clientId, file: await fileBase64(file) });
        setList({ ...found, chosen: Date.now() });
        if (found.blogs.length === 0) setProblem("This list holds no blogs.");
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  return (
    <div className="flex flex-col gap-4">
      <section className="flex flex-col gap-2 rounded-lg border border-line bg-paper p-4">
        <label htmlFor="list" className="font-medium text-sm">
          List of blogs (OPML)
        </label>
        <input
          id="list"
          type="file"
          accept=".opml,.xml,text/xml,text/x-opml"
          disabled={isBusy}
          aria-describedby={problem === null ? "list-help" : "list-problem list-help"}
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file !== undefined) read(file);
          }}
          className="max-w-full text-sm file:mr-3 file:min-h-9 file:cursor-pointer file:rounded-md file:border-0 file:bg-accent file:px-3 file:font-medium file:text-on-accent"
        />
        <p id="list-help" className="text-soft text-sm">
          Feed readers export one, often named subscriptions.opml. Up to 200 blogs; nothing is connected before you say
          so.
        </p>
        {problem !== null && (
          <p id="list-problem" role="alert" className="text-bad text-sm">
            {problem}
          </p>
        )}
      </section>
      {list !== null && list.blogs.length > 0 && (
        <>
          <PassedOver {...list.passedOver} />
          <BlogRows key={list.chosen} agency={agency} clientId={clientId} clients={clients} blogs={list.blogs} />
        </>
      )}
    </div>
  );
}

function PassedOver({ twice, withoutAddress, beyond }: BlogListPreview["passedOver"]) {
  const words = [
    twice > 0 ? `${count(twice, "entry", "entries")} named twice.` : null,
    withoutAddress > 0 ? `${count(withoutAddress, "entry", "entries")} without a web address.` : null,
    beyond > 0 ? `${count(beyond, "blog")} beyond the first 200: bring them in a second file.` : null,
  ].filter((line) => line !== null);
  return words.length === 0 ? null : <p className="text-sm text-warn">Passed over: {words.join(" ")}</p>;
}
