"use client";

import type { AnsweredSignIn } from "@headroom/api";
import { count } from "@headroom/insights";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../../../../../components/button.tsx";
import { listWords, toldKinds } from "../../../../../components/kind-words.ts";
import { apiOf, refusalOf } from "../../../../../trpc/client.ts";

interface StepProps {
  agency: string;
  signInId: string;
  answer: AnsweredSignIn;
}

/** Which of the accounts behind a sign-in become this client's channels. */
export function ChooseStep({ agency, signInId, answer }: StepProps) {
  const router = useRouter();
  const [isBusy, startWork] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const choose = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const nativeIds = new FormData(event.currentTarget).getAll("nativeId").map(String);
    startWork(async () => {
      try {
        const { clientId, channelIds } = await apiOf(agency).network.chooseChannels.mutate({ signInId, nativeIds });
        const [only, ...more] = channelIds;
        const base = `/${agency}/clients/${clientId}`;
        router.push(only !== undefined && more.length === 0 ? `${base}/connect?connected=${only}` : base);
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  };
  return (
    <form onSubmit={choose} className="flex flex-col gap-4 rounded-lg border border-line bg-paper p-4">
      <h2>
        {count(answer.channels.length, "account")} behind this sign-in at {answer.networkTitle}
      </h2>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-sm">Which are this client’s channels?</legend>
        {answer.channels.map((channel) => (
          <label
            key={channel.nativeId}
            className="flex items-start gap-3 rounded-md border border-line p-3 has-checked:border-accent"
          >
            <input
              type="checkbox"
              name="nativeId"
              value={channel.nativeId}
              defaultChecked={answer.channels.length === 1}
              className="mt-1 size-4 accent-accent"
            />
            <span className="min-w-0 text-sm">
              <span className="block break-words font-medium text-base">{channel.title}</span>
              <span className="block break-all text-soft">{channel.url}</span>
              <span className="mt-1.5 block">
                <span className="font-medium">Known:</span>{" "}
                {listWords(toldKinds.filter((kind) => channel.knows.includes(kind)))}.
              </span>
              {channel.note !== null && <span className="mt-1.5 block text-soft">{channel.note}</span>}
            </span>
          </label>
        ))}
      </fieldset>
      <Button type="submit" look="main" disabled={isBusy} className="self-start">
        {isBusy ? "Connecting …" : "Connect"}
      </Button>
      {problem !== null && (
        <p role="alert" className="text-bad text-sm">
          {problem}
        </p>
      )}
    </form>
  );
}
