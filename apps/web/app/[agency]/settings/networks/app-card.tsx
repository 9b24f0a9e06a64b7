"use client";

import type { NetworkApp } from "@headroom/api";
import { type Clock, instantLabel } from "@headroom/insights";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../../../../components/button.tsx";
import { Field } from "../../../../components/field.tsx";
import { apiOf, type Refusal, refusalOf } from "../../../../trpc/client.ts";
import { PushSetUp } from "./push-set-up.tsx";

/** The agency's app at one network: what stands, and a form for another. */
export function AppCard({ agency, app, clock }: { agency: string; app: NetworkApp; clock: Clock }) {
  const router = useRouter();
  const [isSaving, startSaving] = useTransition();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [said, setSaid] = useState("");
  const { network, title, form } = app;
  const run = (work: () => Promise<string>) =>
    startSaving(async () => {
      setRefusal(null);
      setSaid("");
      try {
        setSaid(await work());
        router.refresh();
      } catch (error) {
        setRefusal(refusalOf(error));
      }
    });
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const text = (name: string) => String(typed.get(name) ?? "");
    run(async () => {
      const { checked } = await apiOf(agency).network.setApp.mutate({
        network,
        appId: text("appId"),
        appSecret: text("appSecret"),
        ...(text("pushKey").trim() !== "" && { pushKey: text("pushKey") }),
      });
      return checked ? `Saved: ${title} knows this app.` : "Saved. It is tried at the first sign-in.";
    });
  };
  const remove = () =>
    run(async () => {
      await apiOf(agency).network.removeApp.mutate({ network });
      return "Removed.";
    });
  const problemOf = (field: string) => (refusal?.field === field ? refusal.message : null);
  return (
    <section aria-labelledby={`app-${network}`} className="rounded-lg border border-line bg-paper p-4">
      <h2 id={`app-${network}`}>{title}</h2>
      <p className="mt-1 text-sm">{standing(app, clock)}</p>
      {app.push !== null && <PushSetUp title={title} push={app.push} keyLabel={app.keyLabel} />}
      <details className="mt-2">
        <summary className="cursor-pointer text-accent text-sm">
          {app.own === null ? "Enter an app" : "Enter another app"}
          <span className="sr-only"> for {title}</span>
        </summary>
        <p className="mt-2 text-sm">
          Register it at{" "}
          <a href={form.registerAt} rel="noreferrer" className="text-accent underline underline-offset-2">
            {form.registerAt.replace(/^https:\/\//, "")}
          </a>
          . {form.help} People are asked for <code>{app.scopes.join(", ")}</code>.
        </p>
        <form onSubmit={save} className="mt-3 flex flex-col gap-3">
          <Field
            label={`${form.idLabel} of ${title}`}
            name="appId"
            required
            autoComplete="off"
            problem={problemOf("appId")}
          />
          <Field
            label={`${form.secretLabel} of ${title}`}
            name="appSecret"
            type="password"
            required
            autoComplete="off"
            help="Kept sealed; it is never shown again."
            problem={problemOf("appSecret")}
          />
          {app.keyLabel !== null && (
            <Field
              label={`${app.keyLabel} of ${title} (optional)`}
              name="pushKey"
              type="password"
              autoComplete="off"
              help="Only needed to hear of changes at once. Left empty, the one that was entered for this app stays."
              problem={problemOf("pushKey")}
            />
          )}
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" look="main" disabled={isSaving}>
              {isSaving ? "Saving …" : "Save"}
            </Button>
            {app.own !== null && (
              <Button disabled={isSaving} onClick={remove}>
                Remove
              </Button>
            )}
          </div>
        </form>
      </details>
      {refusal !== null && !["appId", "appSecret", "pushKey"].includes(refusal.field ?? "") && (
        <p role="alert" className="mt-2 text-bad text-sm">
          {refusal.message}
        </p>
      )}
      <output className="mt-2 block text-soft text-sm">{said}</output>
    </section>
  );
}

const standing = ({ own, isProvided }: NetworkApp, clock: Clock): string => {
  if (own !== null) return `Your app ${own.appId} is used, entered ${instantLabel(own.setAt, clock)}.`;
  return isProvided ? "The app of this server’s operator is used." : "Not set up yet.";
};
