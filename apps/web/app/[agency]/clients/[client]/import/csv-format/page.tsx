import type { Metadata } from "next";
import Link from "next/link";

export const metadata: Metadata = { title: "A CSV of posts and signals" };

const columns = [
  ["at", "When it was: ISO 8601 with its zone, not in the future. Required.", "2026-03-01T09:30:00+01:00"],
  [
    "kind",
    "post, or what others did: view, like, click, save, reshare, mention, comment; or followers. Required.",
    "like",
  ],
  ["count", "How many: a whole number above 0; 1 when empty. In a row of followers: how many there were.", "12"],
  ["post_id", "The post that it is, or that it belongs to. Required for a post.", "spring-sale"],
  ["actor", "Who it was; kept only as a salted hash. The count must then be 1 or empty.", "ann@example.org"],
  ["url", "Of a post: its address.", "https://shop.example/spring"],
  ["text", "Of a post: its text. The first 500 characters are kept.", "Spring is here"],
  ["link", "Of a post: whether it carries a link: yes, true, 1, or the link itself.", "yes"],
] as const;

const example = `at,kind,count,post_id,actor,url,text,link
2026-03-01T09:30:00Z,post,,spring-sale,,https://shop.example/spring,Spring is here,yes
2026-03-01T09:41:00Z,comment,,spring-sale,ann@example.org,,,
2026-03-01T23:59:00Z,like,12,spring-sale,,,,
2026-03-02T00:00:00Z,followers,480,,,,,`;

export default async function CsvFormatPage({ params }: { params: Promise<{ agency: string; client: string }> }) {
  const { agency, client } = await params;
  return (
    <article className="mx-auto flex max-w-3xl flex-col gap-4">
      <header>
        <p className="text-sm">
          <Link href={`/${agency}/clients/${client}/import`} className="text-accent underline underline-offset-2">
            Import a file
          </Link>
        </p>
        <h1>A CSV of posts and signals</h1>
      </header>
      <p>
        For networks and years that no connection reaches. UTF-8, separated by commas, quoted as in RFC 4180, with one
        header row. Columns may come in any order and may be left out unless required. An unknown column is an error, so
        that a misspelt one is noticed.
      </p>
      <dl className="divide-y divide-line rounded-lg border border-line bg-paper px-4 text-sm">
        {columns.map(([name, text, sample]) => (
          <div key={name} className="grid gap-x-4 py-2.5 sm:grid-cols-[6rem_1fr_16rem]">
            <dt className="font-mono font-semibold">{name}</dt>
            <dd>{text}</dd>
            <dd className="break-all font-mono text-soft">{sample}</dd>
          </div>
        ))}
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on small screens */}
      <section aria-label="Example" tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-paper p-4">
        <pre className="text-sm">{example}</pre>
      </section>
      <ul className="flex list-disc flex-col gap-2 pl-5">
        <li>
          Two rows with the same <code>at</code>, <code>kind</code>, <code>count</code>, <code>post_id</code> and{" "}
          <code>actor</code> are the same signal and count once, in one file and in two. For several equal signals write
          one row and its count.
        </li>
        <li>A file may be imported again after rows were added: only the new ones count.</li>
        <li>Any mistake refuses the whole file and names its line; nothing is imported then.</li>
      </ul>
    </article>
  );
}
