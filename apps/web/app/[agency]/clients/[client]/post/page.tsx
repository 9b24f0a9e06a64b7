import { localTimeOf } from "@headroom/insights";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { visit } from "../../../../../composition/agency.ts";
import { api } from "../../../../../trpc/server.ts";
import { BackToClient } from "../back-to-client.tsx";
import { clientOf } from "../client-of.ts";
import { PostForm } from "./post-form.tsx";

export const metadata: Metadata = { title: "Write a post" };

type Props = {
  params: Promise<{ agency: string; client: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** A post is written once and goes out on the channels chosen, now or at its time. */
export default async function PostPage({ params, searchParams }: Props) {
  const { agency, client } = await params;
  const { now } = await visit(agency);
  const detail = await clientOf(agency, client);
  if (!detail.mayWork) notFound();
  const channels = await (await api(agency)).plan.publishable({ clientId: client });
  const { channel } = await searchParams;
  const zone = detail.row.timeZone;
  const open = channels.filter(({ rules }) => rules !== null);
  const closed = channels.filter(({ rules }) => rules === null);
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-4">
      <div>
        <BackToClient agency={agency} client={detail.row} />
        <h1>Write a post</h1>
      </div>
      {open.length === 0 ? (
        <p className="rounded-lg border border-line border-dashed bg-paper px-6 py-8 text-center text-soft">
          None of this client’s channels takes posts from Headroom.{" "}
          <Link href={`/${agency}/clients/${client}/connect`} className="underline underline-offset-2">
            Connect a channel
          </Link>
        </p>
      ) : (
        <PostForm
          agency={agency}
          clientId={client}
          channels={open}
          chosen={typeof channel === "string" ? channel : null}
          zone={zone}
          earliest={localTimeOf(now, zone)}
        />
      )}
      {closed.length > 0 && (
        <section aria-labelledby="closed" className="text-soft text-sm">
          <h2 id="closed" className="font-semibold">
            Not from here
          </h2>
          <ul className="mt-1 flex flex-col gap-1">
            {closed.map(({ id, title, networkTitle, reason }) => (
              <li key={id}>
                {title} on {networkTitle}: {reason}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
