"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../../../../components/button.tsx";
import { Field } from "../../../../components/field.tsx";
import { apiOf, type Refusal, refusalOf } from "../../../../trpc/client.ts";
import { fieldAt } from "./field-at.ts";
import { type FormNumber, NumberFields } from "./number-fields.tsx";
import { WeightFields } from "./weight-fields.tsx";

interface FormProps {
  agency: string;
  from: string;
  numbers: readonly FormNumber[];
}

export function ForkForm({ agency, from, numbers }: FormProps) {
  const router = useRouter();
  const [isSaving, startSaving] = useTransition();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = numbers.map((number) => ({ number, text: String(form.get(number.field) ?? "").trim() }));
    const empty = typed.find(({ text }) => text === "" || !Number.isFinite(Number(text)));
    if (empty !== undefined) {
      setRefusal({ field: empty.number.field, message: `${empty.number.label}: enter a number.` });
      return;
    }
    const changed = typed.filter(({ number, text }) => Number(text) !== number.value);
    startSaving(async () => {
      setRefusal(null);
      try {
        const { id } = await apiOf(agency).algorithm.fork.mutate({
          from,
          title: String(form.get("title") ?? ""),
          numbers: Object.fromEntries(changed.map(({ number, text }) => [number.field, Number(text)])),
        });
        router.push(`/${agency}/algorithms/${id}`);
      } catch (error) {
        setRefusal(refusalOf(error));
      }
    });
  };
  const of = (group: FormNumber["group"]) => numbers.filter((number) => number.group === group);
  // Where it stands at its field as well, it is read out there.
  const isShown =
    ["title", "weights"].includes(refusal?.field ?? "") || numbers.some(({ field }) => field === fieldAt(refusal));
  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-5">
      <div className="max-w-md">
        <Field
          label="Name of the new version"
          name="title"
          required
          maxLength={60}
          problem={refusal?.field === "title" ? refusal.message : null}
        />
      </div>
      <WeightFields numbers={of("weights")} refusal={refusal} />
      <NumberFields title="How fast things fade" numbers={of("time")} refusal={refusal} />
      <NumberFields title="What a reaction is worth, in likes" numbers={of("reactions")} refusal={refusal} />
      <details
        open={of("more").some(({ field }) => field === fieldAt(refusal)) || undefined}
        className="rounded-lg border border-line bg-paper p-4"
      >
        <summary className="cursor-pointer font-semibold">More: curves, link mix, channels</summary>
        <NumberFields title="" numbers={of("more")} refusal={refusal} />
      </details>
      {refusal !== null && (
        <p role={isShown ? undefined : "alert"} className="text-bad">
          Not made yet. {refusal.message}
        </p>
      )}
      <div>
        <Button type="submit" look="main" disabled={isSaving}>
          {isSaving ? "Making it …" : "Make this version"}
        </Button>
      </div>
    </form>
  );
}
