"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button, buttonLook } from "../../../../../components/button.tsx";
import { Field } from "../../../../../components/field.tsx";
import { SelectField } from "../../../../../components/select-field.tsx";
import { apiOf, refusalOf } from "../../../../../trpc/client.ts";

interface FormProps {
  agency: string;
  clientId: string;
  clientName: string;
  importId: string;
  channels: { id: string; title: string; network: string }[];
  suggestedTitle: string;
  /** Empty: a new one. */
  likelyChannel: string;
  isEmpty: boolean;
}

/** Into which channel, then all of it or nothing. */
export function ImportForm({
  agency,
  clientId,
  clientName,
  importId,
  channels,
  suggestedTitle,
  likelyChannel,
  isEmpty,
}: FormProps) {
  const router = useRouter();
  const [isBusy, startWork] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const [into, setInto] = useState(likelyChannel);
  const attempt = (work: () => Promise<void>) =>
    startWork(async () => {
      setProblem(null);
      try {
        await work();
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  const take = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const channelTitle = String(new FormData(event.currentTarget).get("title") ?? "").trim();
    attempt(async () => {
      await apiOf(agency).import.start.mutate({ importId, ...(into === "" ? { channelTitle } : { channelId: into }) });
      router.refresh();
    });
  };
  const discard = () =>
    attempt(async () => {
      await apiOf(agency).import.drop.mutate({ importId });
      router.push(`/${agency}/clients/${clientId}/import`);
    });
  if (isEmpty) {
    return (
      <div className="rounded-lg border border-line bg-paper p-4">
        <p>There is nothing to import in this file.</p>
        <Button onClick={discard} disabled={isBusy} className="mt-3">
          Discard it and choose another
        </Button>
      </div>
    );
  }
  return (
    <form onSubmit={take} className="flex flex-col gap-4 rounded-lg border border-line bg-paper p-4">
      <h2>Where it goes</h2>
      <SelectField label="Channel" value={into} onChange={({ target }) => setInto(target.value)} help={helpFor(into)}>
        {channels.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
        <option value="">A new channel</option>
      </SelectField>
      {into === "" && (
        <Field label="Name of the new channel" name="title" defaultValue={suggestedTitle} required maxLength={120} />
      )}
      {problem !== null && (
        <p role="alert" className="text-bad text-sm">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="main" disabled={isBusy}>
          Import into {clientName}
        </Button>
        <Button onClick={discard} disabled={isBusy}>
          Discard the file
        </Button>
        <Link href={`/${agency}/clients/${clientId}`} className={buttonLook()}>
          Decide later
        </Link>
      </div>
    </form>
  );
}

const helpFor = (into: string): string =>
  into === ""
    ? "Known from this file until you connect it."
    : "What the channel has already counts once; the file adds what is missing.";
