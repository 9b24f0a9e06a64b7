import Link from "next/link";

const archives = [
  ["Mastodon", "the archive under Preferences → Import and export (.tar.gz or .zip). Posts only."],
  ["Bluesky", "the repository under Settings → Account → Export my data (.car). Posts only."],
  ["WordPress", "the export under Tools → Export (.xml): posts and their comments."],
  ["X", "the archive under Settings → Your account → Download an archive of your data (.zip)."],
] as const;

/** What can be imported, in words, and where to get it. */
export function FileFormats({ base }: { base: string }) {
  return (
    <section aria-labelledby="formats" className="text-sm">
      <h2 id="formats">What can be imported</h2>
      <ul className="mt-2 flex flex-col gap-1.5">
        {archives.map(([title, text]) => (
          <li key={title}>
            <span className="font-medium">{title}:</span> {text}
          </li>
        ))}
        <li>
          <span className="font-medium">Everything else:</span> a table of posts and signals (.csv).{" "}
          <Link href={`${base}/import/csv-format`} className="text-accent underline underline-offset-2">
            How to write it
          </Link>
          .
        </li>
      </ul>
      <p className="mt-3 text-soft">
        A file is taken in whole or not at all. Importing it again adds only what is new. People who reacted are kept as
        salted hashes, never by name.
      </p>
    </section>
  );
}
