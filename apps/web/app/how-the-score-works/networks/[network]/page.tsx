import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { auth } from "../../../../auth.ts";
import { describeNumbers, type NumbersOfNetwork } from "../../../../composition/before-agency.ts";
import { PublicHeader } from "../../public-header.tsx";
import { numberWords, readingSentences } from "../number-words.ts";

type Props = { params: Promise<{ network: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { title } = await numbersOf(params);
  return { title: `${title}: where the numbers come from` };
}

export default async function NumbersOfOneNetwork({ params }: Props) {
  const session = await auth();
  const network = await numbersOf(params);
  return (
    <>
      <PublicHeader isSignedIn={session !== null} />
      <main className="mx-auto flex max-w-4xl flex-col gap-8 px-4 py-8">
        <div className="max-w-prose">
          <p className="text-sm">
            <Link href="/how-the-score-works/networks" className="text-accent underline underline-offset-2">
              Where the numbers come from
            </Link>
          </p>
          <h1 className="mt-1 text-3xl">{network.title}: its numbers and ours</h1>
        </div>
        <Used title={network.title} used={network.used} />
        <Unknown title={network.title} unknown={network.unknown} />
        <Differences title={network.title} differences={network.differences} />
        <Fresh readings={network.readings} />
      </main>
    </>
  );
}

const numbersOf = async (params: Props["params"]): Promise<NumbersOfNetwork> => {
  const { network: id } = await params;
  return describeNumbers().find((network) => network.id === id) ?? notFound();
};

function Used({ title, used }: Pick<NumbersOfNetwork, "title" | "used">) {
  return (
    <section aria-labelledby="used">
      <h2 id="used" className="text-xl">
        What is used
      </h2>
      <ul className="mt-3 divide-y divide-line rounded-lg border border-line bg-paper px-4">
        {used.map(({ kind, theirs, from, note }) => (
          <li key={kind} className="grid gap-x-6 gap-y-1 py-3 sm:grid-cols-[10rem_1fr]">
            <h3 className="font-semibold text-base">{numberWords[kind]}</h3>
            <div className="min-w-0 text-sm">
              <p>
                <span className="text-soft">At {title}:</span> {theirs}.{note !== null && ` ${note}`}
              </p>
              <ul className="mt-1 flex flex-col gap-1.5">
                {from.map(({ call, field }) => (
                  <li key={call + field} className="text-soft text-xs [overflow-wrap:anywhere]">
                    <code>{field}</code> in the answer to <code>{call}</code>
                  </li>
                ))}
              </ul>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Unknown({ title, unknown }: Pick<NumbersOfNetwork, "title" | "unknown">) {
  return (
    <section aria-labelledby="unknown">
      <h2 id="unknown" className="text-xl">
        What {title} does not tell
      </h2>
      <p className="mt-1 text-soft text-sm">Unknown, and never counted as zero.</p>
      {unknown.length === 0 ? (
        <p className="mt-3">It tells everything that the score can count.</p>
      ) : (
        <dl className="mt-3 grid gap-x-6 gap-y-2 sm:grid-cols-[10rem_1fr]">
          {unknown.map(({ kind, reason }) => (
            <div key={kind} className="sm:contents">
              <dt className="font-medium">{numberWords[kind]}</dt>
              <dd className="text-sm">{reason}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function Differences({ title, differences }: Pick<NumbersOfNetwork, "title" | "differences">) {
  return (
    <section aria-labelledby="differences">
      <h2 id="differences" className="text-xl">
        Why {title} may show another number
      </h2>
      <ul className="mt-3 flex max-w-prose list-disc flex-col gap-2 pl-5">
        {differences.map(({ text, source }) => (
          <li key={text}>
            {text} <span className="text-soft text-sm [overflow-wrap:anywhere]">({source})</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fresh({ readings }: Pick<NumbersOfNetwork, "readings">) {
  return (
    <section aria-labelledby="fresh">
      <h2 id="fresh" className="text-xl">
        How fresh it is
      </h2>
      <ul className="mt-3 flex max-w-prose list-disc flex-col gap-2 pl-5">
        {readingSentences(readings).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        <li>Each channel says as of when it was read last, and when it is read next.</li>
      </ul>
    </section>
  );
}
