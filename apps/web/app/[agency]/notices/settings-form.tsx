"use client";

import type { NoticeSettings } from "@headroom/api";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../../../components/button.tsx";
import { Field } from "../../../components/field.tsx";
import { ZoneField } from "../../../components/zone-field.tsx";
import { apiOf, refusalOf } from "../../../trpc/client.ts";
import { clockText, minutesOf } from "./minutes-of-day.ts";

interface FormProps {
  agency: string;
  settings: NoticeSettings;
  /** Without a mail server there is nothing to choose. */
  canMail: boolean;
}

export function SettingsForm({ agency, settings, canMail }: FormProps) {
  const router = useRouter();
  const [isSaving, startSaving] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [from, to] = [minutesOf(String(form.get("from"))), minutesOf(String(form.get("to")))];
    setSaid("");
    if (from === null || to === null) return setProblem("Give both times, such as 08:00.");
    const mails = canMail ? form.get("mails") !== null : settings.mails;
    setProblem(null);
    startSaving(async () => {
      try {
        await apiOf(agency).notice.setSettings.mutate({
          from,
          to,
          mails,
          timeZone: String(form.get("timeZone")).trim(),
        });
        setSaid(wordsOf({ from, to }));
        router.refresh();
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  };
  return (
    <form onSubmit={save} className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="From" name="from" type="time" required defaultValue={clockText(settings.from)} />
        <Field label="To" name="to" type="time" required defaultValue={clockText(settings.to)} />
      </div>
      <ZoneField label="Your time zone" help="You read times in it, too." initial={settings.timeZone} />
      {canMail ? (
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            name="mails"
            defaultChecked={settings.mails}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          Mail me what I have not seen
        </label>
      ) : (
        <p className="text-soft text-sm">
          They stand on this page alone: this Headroom has no mail server to mail them with.
        </p>
      )}
      {problem !== null && (
        <p role="alert" className="text-bad text-sm">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="main" disabled={isSaving}>
          {isSaving ? "Saving …" : "Save"}
        </Button>
        <output className="text-soft text-sm">{said}</output>
      </div>
    </form>
  );
}

const wordsOf = ({ from, to }: Pick<NoticeSettings, "from" | "to">): string => {
  if (from === to) return "Saved. You are told things at any time.";
  return from < to ? "Saved." : "Saved. They run past midnight.";
};
