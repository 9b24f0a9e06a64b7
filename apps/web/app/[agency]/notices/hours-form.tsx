"use client";

import type { OwnHours } from "@headroom/api";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../../../components/button.tsx";
import { Field } from "../../../components/field.tsx";
import { apiOf, refusalOf } from "../../../trpc/client.ts";
import { clockText, minutesOf } from "./minutes-of-day.ts";

export function HoursForm({ agency, hours }: { agency: string; hours: OwnHours }) {
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
    setProblem(null);
    startSaving(async () => {
      try {
        await apiOf(agency).notice.setHours.mutate({ from, to });
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
        <Field label="From" name="from" type="time" required defaultValue={clockText(hours.from)} />
        <Field label="To" name="to" type="time" required defaultValue={clockText(hours.to)} />
      </div>
      {problem !== null && (
        <p role="alert" className="text-bad text-sm">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="main" disabled={isSaving}>
          {isSaving ? "Saving …" : "Save your hours"}
        </Button>
        <output className="text-soft text-sm">{said}</output>
      </div>
    </form>
  );
}

const wordsOf = ({ from, to }: OwnHours): string => {
  if (from === to) return "Saved. You are told things at any time.";
  return from < to ? "Saved." : "Saved. They run past midnight.";
};
