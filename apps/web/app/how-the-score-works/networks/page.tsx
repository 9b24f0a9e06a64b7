import type { Metadata } from "next";
import Link from "next/link";
import { auth } from "../../../auth.ts";
import { describeNumbers } from "../../../composition/before-agency.ts";
import { PublicHeader } from "../public-header.tsx";
import { numberWords } from "./number-words.ts";

export const metadata: Metadata = {
  title: "Where the numbers come from",
  description: "For every network: which of its numbers are used, and which it does not tell.",
};

export default async function NumbersOfAllNetworks() {
  const session = await auth();
  return (
    <>
      <PublicHeader isSignedIn={session !== null} />
      <main className="mx-auto flex max-w-6xl flex-col gap-6 px-4 py-8">
        <div className="max-w-prose">
          <p className="text-sm">
            <Link href="/how-the-score-works" className="text-accent underline underline-offset-2">
              How the score works
            </Link>
          </p>
          <h1 className="mt-1 text-3xl">Where the numbers come from</h1>
          <p className="mt-3 text-lg">
            Headroom counts what networks tell, and nothing else. What a network does not tell is unknown: it is never
            counted as zero, and nobody loses points for it.
          </p>
          <p className="mt-2 text-soft">
            A client’s own answers below a post are no reaction to it, so Headroom’s number of comments may be smaller
            than the network’s.
          </p>
        </div>
        <ul className="grid items-stretch gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {describeNumbers().map(({ id, title, used, unknown }) => (
            <li key={id} className="flex flex-col gap-2 rounded-lg border border-line bg-paper p-4 text-sm">
              <h2>
                <Link href={`/how-the-score-works/networks/${id}`} className="text-accent underline underline-offset-2">
                  {title}
                </Link>
              </h2>
              <p>
                <span className="font-medium">Used:</span> {listOf(used)}
              </p>
              <p className="text-soft">
                <span className="font-medium">Not told:</span> {listOf(unknown)}
              </p>
            </li>
          ))}
        </ul>
      </main>
    </>
  );
}

const listOf = (numbers: readonly { kind: keyof typeof numberWords }[]): string =>
  numbers.length === 0 ? "nothing is missing" : numbers.map(({ kind }) => numberWords[kind].toLowerCase()).join(", ");
