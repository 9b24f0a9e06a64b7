"use client";

import { useActionState } from "react";
import { Button } from "../../../components/button.tsx";
import { Field } from "../../../components/field.tsx";
import { ZoneField } from "../../../components/zone-field.tsx";
import { type JoinState, join } from "./actions.ts";

const calm: JoinState = { problems: {} };

export function JoinForm({ code, agencyName, needsName }: { code: string; agencyName: string; needsName: boolean }) {
  const [{ problems }, accept, isJoining] = useActionState(join, calm);
  return (
    <form action={accept} className="flex flex-col gap-3">
      <input type="hidden" name="code" value={code} />
      {needsName && (
        <Field
          label="Your name"
          name="yourName"
          autoComplete="name"
          required
          maxLength={80}
          problem={problems.yourName ?? null}
        />
      )}
      <ZoneField label="Your time zone" help="You read times in it." problem={problems.timeZone ?? null} />
      {problems.form !== undefined && (
        <p role="alert" className="text-bad text-sm">
          {problems.form}
        </p>
      )}
      <Button type="submit" look="main" disabled={isJoining}>
        {isJoining ? "Joining …" : `Join ${agencyName}`}
      </Button>
    </form>
  );
}
