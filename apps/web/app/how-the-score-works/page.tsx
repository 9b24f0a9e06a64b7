import { type ComponentId, classic1, componentIds, componentTitles, steady1 } from "@headroom/scoring";
import type { Metadata } from "next";
import Link from "next/link";
import { auth } from "../../auth.ts";
import { app } from "../../composition/app.ts";
import { myAgencies } from "../../composition/before-agency.ts";
import { Calculator } from "./calculator.tsx";
import { formula, number, partMeaning, partRule } from "./part-words.ts";
import { PublicHeader } from "./public-header.tsx";
import { Symbols } from "./symbols.tsx";

export const metadata: Metadata = {
  title: "How the score works",
  description: "The whole formula, with nothing left out, and a calculator that runs it.",
};

export default async function HowTheScoreWorks() {
  const session = await auth();
  const userId = session?.user?.id;
  const [agency] = userId === undefined ? [] : await myAgencies(app().db, userId);
  return (
    <>
      <PublicHeader isSignedIn={session !== null} />
      <main className="mx-auto flex max-w-6xl flex-col gap-12 px-4 py-8">
        <div className="flex flex-col gap-5">
          <div className="max-w-prose">
            <h1 className="text-3xl">How the score works</h1>
            <p className="mt-3 text-lg">
              Every client has one number from 1 to 100. It is a sum of five parts, and anyone can recompute it. This
              page holds all of it: there is nothing more behind.
            </p>
            <p className="mt-2 text-soft">
              Move the sliders. What you see is the formula that scores your clients, running in this page.
            </p>
          </div>
          <h2 className="sr-only">Try it</h2>
          <Calculator />
        </div>
        <TheFormula versions={agency === undefined ? null : `/${agency.slug}/algorithms`} />
        <Reactions />
        <Never />
      </main>
    </>
  );
}

/** `versions`: where the reader's agency chooses among them; null for somebody without one. */
function TheFormula({ versions }: { versions: string | null }) {
  return (
    <section aria-labelledby="formula" className="flex flex-col gap-4">
      <div className="max-w-prose">
        <h2 id="formula" className="text-xl">
          The formula
        </h2>
        <p className="mt-2">
          Everybody starts with 1. The other 99 points are shared out among five parts, and each part is filled from 0
          to 1. That is all: no hidden factor, no comparison with other people, no rounding up.
        </p>
      </div>
      {[steady1, classic1].map((algorithm) => (
        <p key={algorithm.id} className="rounded-lg border border-line bg-paper p-3 text-sm">
          <span className="font-semibold">{algorithm.title}:</span>{" "}
          <span className="number">score = 1 + 99 × ({formula(algorithm, componentTitles)})</span>
        </p>
      ))}
      <p className="max-w-prose">
        <span className="font-medium">Steady 1</span> is what new agencies use: a quiet weekend costs next to nothing,
        and reactions per post count. <span className="font-medium">Classic 1</span> is how such scores used to be made:
        it falls soon after the last post and rewards links. An agency chooses; the date of the choice stands on every
        chart.
        {versions !== null && (
          <>
            {" "}
            <Link href={versions} className="text-accent underline underline-offset-2">
              The versions of your agency
            </Link>
          </>
        )}
      </p>
      <ul className="grid gap-3 lg:grid-cols-2">
        {componentIds.map((id) => (
          <PartText key={id} id={id} />
        ))}
      </ul>
      <Symbols />
    </section>
  );
}

function PartText({ id }: { id: ComponentId }) {
  return (
    <li className="rounded-lg border border-line bg-paper p-4 text-sm">
      <h3 className="font-semibold text-base">{componentTitles[id]}</h3>
      <p>{partMeaning[id]}</p>
      <dl className="mt-2 flex flex-col gap-2">
        {[steady1, classic1].map((algorithm) => (
          <div key={algorithm.id}>
            <dt className="text-soft">{algorithm.title}</dt>
            <dd>{(algorithm.weights[id] ?? 0) > 0 ? partRule(algorithm, id) : "Does not count."}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

const reactionWords = [
  ["comment", "A comment"],
  ["reshare", "A reshare"],
  ["mention", "A mention"],
  ["save", "A save"],
  ["like", "A like"],
  ["click", "A click"],
  ["view", "A view"],
] as const;

function Reactions() {
  const { reactions } = steady1.engagement;
  return (
    <section aria-labelledby="reactions" className="grid gap-6 lg:grid-cols-[1fr_20rem]">
      <div className="max-w-prose">
        <h2 id="reactions" className="text-xl">
          What a reaction is worth
        </h2>
        <p className="mt-2">
          As much as the effort it takes. A like is 1; a comment is three likes; a hundred views are one like.
        </p>
        <p className="mt-2">
          The same person doing the same thing again on the same day counts a half, then a third, and so on; from the
          eleventh time on it counts nothing. A hundred people once are worth far more than one person a hundred times.
        </p>
        <p className="mt-2">
          Not every network tells all of these.{" "}
          <Link href="/how-the-score-works/networks" className="text-accent underline underline-offset-2">
            Where the numbers of each network come from
          </Link>
        </p>
        <p className="mt-2">
          One more reaction never lowers a score. One more post can, where reactions per post count: posting every
          minute without an echo does not help. Try the bot above.
        </p>
      </div>
      <dl className="number divide-y divide-line self-start rounded-lg border border-line bg-paper px-4 text-sm">
        {reactionWords.map(([kind, words]) => (
          <div key={kind} className="flex justify-between py-1.5">
            <dt>{words}</dt>
            <dd className="font-medium">{number(reactions[kind])}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const promises = [
  [
    "Missing data is not silence",
    "When a channel cannot be read, because a sign-in has expired or a network is down, its points stand still and the chart is hatched. Nobody falls because of our outage.",
  ],
  [
    "Unknown is not zero",
    "What a network does not tell, such as the readers of a feed, is listed as unknown. It is left out, never counted as nothing.",
  ],
  [
    "No change behind your back",
    "An algorithm is never edited. A changed number is a new version with a new name, it holds from a date, and every chart marks that date.",
  ],
  [
    "No surprise in the morning",
    "Between two events the score follows from the clock alone, so the moment it will fall below a target is known in advance and shown.",
  ],
  [
    "No names",
    "The people who react are kept as salted hashes, to count each of them once. Nobody can be looked up or followed from one agency to another. After a hundred days the hash goes as well: what is left is a number that holds for one day.",
  ],
  ["No comparison", "The score of one client never depends on another’s. Somebody else’s good week costs you nothing."],
] as const;

function Never() {
  return (
    <section aria-labelledby="never">
      <h2 id="never" className="text-xl">
        What is never done
      </h2>
      <dl className="mt-4 grid gap-x-8 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
        {promises.map(([title, text]) => (
          <div key={title}>
            <dt className="font-semibold">{title}</dt>
            <dd className="mt-1 text-sm">{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
