import type { ImportStatus } from "@headroom/api";
import { type Clock, dayLabel, zoneName } from "@headroom/insights";
import { kindCount, toldKinds } from "../../../../../components/kind-words.ts";
import { ImportForm } from "./import-form.tsx";

interface CardProps {
  agency: string;
  clientName: string;
  clientZone: string;
  upload: ImportStatus;
}

const formatNames: Readonly<Record<ImportStatus["preview"]["format"], string>> = {
  mastodon: "Mastodon archive",
  bluesky: "Bluesky repository",
  wordpress: "WordPress export",
  x: "X archive",
  csv: "CSV of posts and signals",
};

/** What is in the file, before anything is imported. */
export function PreviewCard({ agency, clientName, clientZone, upload }: CardProps) {
  const { preview } = upload;
  // Days of the past are named in full, whatever today is.
  const clock: Clock = { zone: clientZone, now: 0 };
  const isEmpty = preview.firstAt === null;
  return (
    <div className="flex flex-col gap-4">
      <section aria-labelledby="file" className="rounded-lg border border-line bg-paper p-4">
        <h2 id="file" className="break-words">
          {upload.fileName}
        </h2>
        <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
          <Fact term="Format">{formatNames[preview.format]}</Fact>
          {(preview.owner ?? preview.title) !== undefined && <Fact term="Owner">{ownerOf(upload)}</Fact>}
          <Fact term="Posts">{preview.posts.toLocaleString("en-GB")}</Fact>
          {preview.firstAt !== null && preview.lastAt !== null && (
            <Fact term="From – to">
              {dayLabel(preview.firstAt, clock)} – {dayLabel(preview.lastAt, clock)}{" "}
              {zoneName(preview.lastAt, clientZone)}
            </Fact>
          )}
          <Fact term="Holds">{countsOf(upload)}</Fact>
        </dl>
        {preview.notes.length > 0 && (
          <ul className="mt-3 flex list-disc flex-col gap-1 pl-5 text-sm text-warn">
            {preview.notes.map((note) => (
              <li key={note}>{sentence(note)}</li>
            ))}
          </ul>
        )}
      </section>
      {preview.samples.length > 0 && (
        <section aria-labelledby="samples" className="rounded-lg border border-line bg-paper p-4">
          <h2 id="samples">The first posts in it</h2>
          <ol className="mt-2 divide-y divide-line text-sm">
            {preview.samples.map((post) => (
              <li key={post.nativeId} className="flex flex-wrap gap-x-4 py-2">
                <span className="w-28 shrink-0 whitespace-nowrap text-soft">{dayLabel(post.at, clock)}</span>
                <span className="line-clamp-2 min-w-0 grow basis-60 break-words">
                  {post.text || <span className="text-soft">(no text)</span>}
                </span>
              </li>
            ))}
          </ol>
        </section>
      )}
      <ImportForm
        agency={agency}
        clientId={upload.clientId}
        clientName={clientName}
        importId={upload.id}
        channels={upload.channels}
        suggestedTitle={titleFor(upload)}
        likelyChannel={upload.channels.find(({ network }) => network === (preview.networkId ?? "file"))?.id ?? ""}
        isEmpty={isEmpty}
      />
    </div>
  );
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-soft">{term}</dt>
      <dd className="number min-w-0 break-words">{children}</dd>
    </>
  );
}

/** What a channel made from the file is called, unless the person says otherwise. */
const titleFor = ({ preview, fileName }: ImportStatus): string =>
  preview.title ??
  preview.owner ??
  (preview.format === "csv" ? fileName.replace(/\.csv$/i, "") : formatNames[preview.format]);

const ownerOf = ({ preview: { owner, title } }: ImportStatus): string =>
  [...new Set([title, owner])].filter((part) => part !== undefined).join(", ");

const countsOf = ({ preview: { signalsByKind } }: ImportStatus): string =>
  toldKinds
    .flatMap((kind) => (signalsByKind[kind] === undefined ? [] : [kindCount(kind, signalsByKind[kind])]))
    .join(", ") || "nothing that counts";

const sentence = (note: string): string => `${note.charAt(0).toUpperCase()}${note.slice(1)}.`.replace(/\.\.$/, ".");
