"use client";

import type { ClientPace, ConnectableNetwork } from "@headroom/api";
import { useState, useTransition } from "react";
import { Button } from "../../../../../components/button.tsx";
import { apiOf, refusalOf } from "../../../../../trpc/client.ts";
import { CostEstimate } from "./cost-estimate.tsx";

interface StepProps {
  agency: string;
  clientId: string;
  network: ConnectableNetwork;
  /** How much happens on a channel of this client, where it is known. */
  pace: ClientPace | null;
}

/** Before the person goes to the network's own page: what it will be asked for, and what it costs. */
export function SignInStep({ agency, clientId, network, pace }: StepProps) {
  const [isLeaving, startLeaving] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const mayPublish = network.capabilities.publish.available;
  const leave = () =>
    startLeaving(async () => {
      try {
        const { url } = await apiOf(agency).network.startSignIn.mutate({ clientId, network: network.id });
        window.location.assign(url);
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  return (
    <section className="flex flex-col gap-3 rounded-lg border border-line bg-paper p-4">
      <h2>Sign in at {network.title}</h2>
      <p>
        You sign in on {network.title}’s own page, as the account that is to be read. Headroom never sees the password.
        It reads{mayPublish ? ", and sends the posts that are planned here" : " and does nothing else"}. For that it
        asks: <code className="break-words text-sm">{network.signIn?.scopes.join(", ")}</code>. {network.signIn?.wider}
      </p>
      {network.prices.length > 0 && (
        <p className="text-sm">
          {network.title} charges for what is read and written:{" "}
          {network.prices.map(({ what, microsEach }) => `${priceOf(microsEach)} for each ${what}`).join(", ")}. The
          monthly cap in the settings is a hard stop.
        </p>
      )}
      {network.costs !== null && <CostEstimate title={network.title} costs={network.costs} pace={pace} />}
      <Button look="main" onClick={leave} disabled={isLeaving} className="self-start">
        {isLeaving ? "Going there …" : `Go to ${network.title}`}
      </Button>
      {problem !== null && (
        <p role="alert" className="text-bad text-sm">
          {problem}
        </p>
      )}
    </section>
  );
}

/** Prices are as small as half a cent. */
const priceOf = (micros: number): string =>
  `$${(micros / 1_000_000).toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 4 })}`;
