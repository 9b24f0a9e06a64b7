"use client";

import type { ConnectableNetwork, FoundChannel } from "@headroom/api";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button, buttonLook } from "../../../../../components/button.tsx";
import { Field } from "../../../../../components/field.tsx";
import { apiOf, type Refusal, refusalOf } from "../../../../../trpc/client.ts";
import { FoundChannels } from "./found-channels.tsx";

interface FormProps {
  agency: string;
  clientId: string;
  network: ConnectableNetwork;
  /** Channels of the same network that are known from a file only. */
  fromFile: { id: string; title: string }[];
  /** The channel to connect again. */
  again: { id: string; title: string; url: string | null; isFileOnly: boolean } | undefined;
}

/** First the address, then what is behind it, then the connection. */
export function ConnectForm({ agency, clientId, network, fromFile, again }: FormProps) {
  const router = useRouter();
  const [isBusy, startWork] = useTransition();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [found, setFound] = useState<FoundChannel[] | null>(null);
  const base = `/${agency}/clients/${clientId}`;
  const attempt = (work: () => Promise<void>) =>
    startWork(async () => {
      setRefusal(null);
      try {
        await work();
      } catch (error) {
        setRefusal(refusalOf(error));
      }
    });
  const find = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const fields = Object.fromEntries(network.fields.map(({ name }) => [name, String(form.get(name) ?? "")]));
    attempt(async () => {
      setFound(null);
      setTyped(fields);
      setFound(await apiOf(agency).channel.discover.mutate({ clientId, network: network.id, fields }));
    });
  };
  const connect = (choice: { nativeId: string; continues: string | undefined }) =>
    attempt(async () => {
      const input = { clientId, network: network.id, fields: typed, ...choice };
      const { channelId } = await apiOf(agency).channel.connect.mutate(input);
      router.push(`${base}/connect?connected=${channelId}`);
    });
  const atField = network.fields.some(({ name }) => name === refusal?.field);
  return (
    <div className="flex flex-col gap-4">
      <form onSubmit={find} className="flex flex-col gap-4 rounded-lg border border-line bg-paper p-4">
        <h2>{network.title}</h2>
        <NetworkFields network={network} again={again} refusal={refusal} onEdit={() => setFound(null)} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look={found === null ? "main" : "plain"} disabled={isBusy}>
            {isBusy && found === null ? "Looking …" : "Find"}
          </Button>
          {again === undefined && (
            <Link href={`${base}/connect`} className={buttonLook()}>
              Another network
            </Link>
          )}
        </div>
      </form>
      {refusal !== null && !atField && (
        <p role="alert" className="text-bad text-sm">
          {refusal.message}
        </p>
      )}
      {found !== null && (
        <FoundChannels
          network={network}
          found={found}
          fromFile={fromFile}
          again={again}
          isBusy={isBusy}
          onConnect={connect}
        />
      )}
    </div>
  );
}

interface FieldsProps extends Pick<FormProps, "network" | "again"> {
  refusal: Refusal | null;
  /** What was found no longer belongs to what is typed. */
  onEdit: () => void;
}

function NetworkFields({ network, again, refusal, onEdit }: FieldsProps) {
  return network.fields.map((field, index) => (
    <Field
      key={field.name}
      label={field.optional ? `${field.label} (optional)` : field.label}
      name={field.name}
      type={field.secret ? "password" : "text"}
      placeholder={field.placeholder}
      help={field.makeAt === undefined ? field.help : `${field.help} ${field.makeAt}`}
      required={!field.optional}
      defaultValue={index === 0 ? (again?.url ?? again?.title) : undefined}
      autoComplete={field.secret ? "new-password" : "off"}
      autoCapitalize="none"
      spellCheck={false}
      onChange={onEdit}
      problem={refusal?.field === field.name ? refusal.message : null}
    />
  ));
}
