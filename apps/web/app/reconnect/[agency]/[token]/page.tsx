import { instantLabel } from "@headroom/insights";
import type { Metadata } from "next";
import { PublicFrame } from "../../../../components/public-frame.tsx";
import { app } from "../../../../composition/app.ts";
import { offerOf, type ReconnectOffer } from "../../../../composition/reconnect.ts";
import { GoOnForm } from "./go-on-form.tsx";
import { TypedForm } from "./typed-form.tsx";

export const metadata: Metadata = {
  title: "Reconnect an account",
  robots: { index: false, follow: false },
  referrer: "no-referrer",
};

type Props = { params: Promise<{ agency: string; token: string }> };

/** For a client without an account here: whose channel it is, who asks, what happens, and one button. */
export default async function ReconnectPage({ params }: Props) {
  const { agency: slug, token } = await params;
  const address = { slug, token };
  const offer = await offerOf(address);
  if (offer === null) {
    return (
      <PublicFrame
        title="This link no longer works"
        lead="Each link works once, for seven days. Ask the agency that sent it for a new one."
      />
    );
  }
  const { agencyName, clientName, title, networkTitle, way } = offer;
  return (
    <PublicFrame
      title={`Reconnect ${title} (${networkTitle})`}
      lead={`${agencyName} looks after this account of ${clientName}, and asks you to sign in to it again.`}
    >
      <WhatHappens offer={offer} />
      {way.kind === "sign-in" ? (
        <GoOnForm address={address} networkTitle={networkTitle} />
      ) : (
        <>
          <Place place={way.place} />
          <TypedForm address={address} way={way} />
        </>
      )}
      <p className="text-soft text-sm">
        The link works once, until {instantLabel(offer.expiresAt, { zone: offer.timeZone, now: app().io.now() })}. If
        you did not expect it, close this page: nothing has happened.
      </p>
    </PublicFrame>
  );
}

function WhatHappens({ offer }: { offer: ReconnectOffer }) {
  const { agencyName, title, along, wider } = offer;
  const key = keyOf(offer);
  return (
    <section aria-labelledby="what" className="rounded-lg border border-line bg-paper p-4">
      <h2 id="what">What happens</h2>
      <ul className="mt-2 flex list-disc flex-col gap-2 pl-4 text-sm">
        <li className="break-words">{signInWords(offer)}</li>
        <li className="break-words">
          Headroom, the program that {agencyName} works with, reads what {title} posts and how people react.{" "}
          {postingWords(offer)} {wider}
        </li>
        {along.length > 0 && <li className="break-words">{alongWords(along)}</li>}
        <li>Nothing is posted now, and what was counted so far stays.</li>
        {key !== "none" && <li>You can take this back at any time: {backWords(offer)}.</li>}
      </ul>
    </section>
  );
}

/** Where the account is: known here, so that nobody outside has to know it, and nobody can say otherwise. */
function Place({ place }: Pick<Extract<ReconnectOffer["way"], { kind: "form" }>, "place">) {
  return (
    <dl className="flex flex-col gap-2 text-sm">
      {place.map(({ label, value }) => (
        <div key={label}>
          <dt className="font-medium">{label}</dt>
          <dd className="break-words text-soft">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Whether the form asks for a secret. */
const keyOf = ({ way }: ReconnectOffer): "needed" | "optional" | "none" => {
  if (way.kind === "sign-in") return "needed";
  const secrets = way.asked.filter(({ secret }) => secret === true);
  if (secrets.length === 0) return "none";
  return secrets.some(({ optional }) => optional !== true) ? "needed" : "optional";
};

const signInWords = (offer: ReconnectOffer): string => {
  const { title, networkTitle, way } = offer;
  if (way.kind === "sign-in")
    return `You sign in as ${title} on ${networkTitle}’s own page. Headroom never sees the password.`;
  return keyOf(offer) === "needed"
    ? "You enter a key that you make for this purpose alone. The account’s own password is not asked for."
    : "It is looked for where it was. The account’s own password is not asked for.";
};

const alongWords = (along: readonly string[]): string => {
  const names = new Intl.ListFormat("en-GB").format(along);
  return `The same sign-in brings back ${names}, as far as you still share ${along.length > 1 ? "them" : "it"}. Nothing else is connected.`;
};

const postingWords = (offer: ReconnectOffer): string => {
  const { agencyName, publishes } = offer;
  if (!publishes) return "It cannot post.";
  switch (keyOf(offer)) {
    case "needed":
      return `It can also send posts that ${agencyName} prepares.`;
    case "optional":
      return `With a key, it can also send posts that ${agencyName} prepares.`;
    case "none":
      return "It cannot post.";
  }
};

const backWords = ({ networkTitle, way }: ReconnectOffer): string =>
  way.kind === "sign-in" ? `in the settings of ${networkTitle}` : "delete the key where you made it";
