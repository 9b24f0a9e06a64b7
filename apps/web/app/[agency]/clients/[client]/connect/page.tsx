import type { AnsweredSignIn, ChannelDetail, ClientDetail, ClientPace, ConnectableNetwork } from "@headroom/api";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Empty } from "../../../../../components/empty.tsx";
import { visit } from "../../../../../composition/agency.ts";
import { hasStandIns } from "../../../../../composition/stand-ins.ts";
import { api } from "../../../../../trpc/server.ts";
import { BackToClient } from "../back-to-client.tsx";
import { clientOf } from "../client-of.ts";
import { ChooseStep } from "./choose-step.tsx";
import { ConnectForm } from "./connect-form.tsx";
import { FirstReading } from "./first-reading.tsx";
import { NetworkCards } from "./network-cards.tsx";
import { SignInStep } from "./sign-in-step.tsx";

export const metadata: Metadata = { title: "Connect a channel" };

type Props = {
  params: Promise<{ agency: string; client: string }>;
  searchParams: Promise<{ network?: string; channel?: string; connected?: string; signIn?: string }>;
};

export default async function ConnectPage({ params, searchParams }: Props) {
  const { agency: slug, client: clientId } = await params;
  const asked = await searchParams;
  const { agency, now } = await visit(slug);
  const client = await clientOf(slug, clientId);
  const networks = await (await api(slug)).channel.networks();
  const again = client.channels.find(({ id }) => id === asked.channel);
  const network = networks.find(({ id }) => id === (again?.network ?? asked.network));
  const signIn = asked.signIn === undefined ? undefined : await answered(slug, asked.signIn);
  const isPaid = network !== undefined && network.costs !== null;
  const pace = isPaid ? await (await api(slug)).channel.pace({ clientId, network: network.id }) : null;
  const connected = client.channels.find(({ id }) => id === asked.connected);
  return (
    <div className="mx-auto max-w-3xl">
      <BackToClient agency={slug} client={client.row} />
      <h1 className="mb-4">{again === undefined ? "Connect a channel" : `Reconnect ${again.title}`}</h1>
      {client.mayWork && (!agency.isDemo || hasStandIns()) ? (
        <Step
          slug={slug}
          client={client}
          networks={networks}
          network={network}
          again={again}
          connected={connected}
          signIn={signIn}
          pace={pace}
          clock={{ zone: agency.memberTimeZone, now }}
        />
      ) : (
        <Empty
          title={
            agency.isDemo && client.mayWork ? "The demo’s channels are invented" : "Viewers cannot connect channels"
          }
        >
          <p>
            {agency.isDemo && client.mayWork
              ? "Connecting works in an agency of your own. Make one, add a client and connect it there."
              : "Ask a manager to do it."}
          </p>
        </Empty>
      )}
    </div>
  );
}

interface StepProps {
  slug: string;
  client: ClientDetail;
  networks: ConnectableNetwork[];
  network: ConnectableNetwork | undefined;
  again: ChannelDetail | undefined;
  connected: ChannelDetail | undefined;
  /** What a network answered, to choose from. */
  signIn: { id: string; answer: AnsweredSignIn | null } | undefined;
  pace: ClientPace | null;
  clock: { zone: string; now: number };
}

function Step({ slug, client, networks, network, again, connected, signIn, pace, clock }: StepProps) {
  const clientId = client.row.id;
  if (signIn !== undefined) {
    if (signIn.answer === null) {
      return (
        <Empty title="This sign-in is over">
          <p>It was used already, or was somebody else’s. Begin again.</p>
        </Empty>
      );
    }
    return <ChooseStep agency={slug} signInId={signIn.id} answer={signIn.answer} />;
  }
  if (connected !== undefined) {
    return (
      <FirstReading agency={slug} clientId={clientId} channel={connected} score={client.row.score} clock={clock} />
    );
  }
  if (again !== undefined && network === undefined) notFound();
  if (network === undefined) return <NetworkCards base={`/${slug}/clients/${clientId}/connect`} networks={networks} />;
  if (network.signIn?.isReady) return <SignInStep agency={slug} clientId={clientId} network={network} pace={pace} />;
  if (network.fields.length === 0) {
    return (
      <Empty title={`${network.title} needs an app first`}>
        <p>
          A manager registers one at {network.title} and enters it under{" "}
          <Link href={`/${slug}/settings/networks`} className="text-accent underline underline-offset-2">
            Settings, Networks
          </Link>
          .
        </p>
      </Empty>
    );
  }
  const fromFile = client.channels
    .filter(({ isFileOnly, network: id }) => isFileOnly && id === network.id)
    .map(({ id, title }) => ({ id, title }));
  return (
    <ConnectForm
      key={network.id}
      agency={slug}
      clientId={clientId}
      network={network}
      fromFile={fromFile}
      again={again && { id: again.id, title: again.title, url: again.url, isFileOnly: again.isFileOnly }}
    />
  );
}

/** Null where there is none for this person. */
const answered = async (slug: string, id: string): Promise<{ id: string; answer: AnsweredSignIn | null }> => {
  const isId = /^[0-9a-f-]{36}$/.test(id);
  const caller = await api(slug);
  return { id, answer: isId ? await caller.network.signIn({ signInId: id }).catch(() => null) : null };
};
