"use client";

import { useActionState, useState, useSyncExternalStore } from "react";
import { Button } from "../../../components/button.tsx";
import { CopyField } from "../../../components/copy-field.tsx";
import { Field } from "../../../components/field.tsx";
import { roleWords } from "../../../components/role-words.ts";
import { SelectField } from "../../../components/select-field.tsx";
import { type InviteState, invite } from "./actions.ts";

interface FormProps {
  agency: string;
  mayMakeOwners: boolean;
  /** Whether this server sends mail. */
  mails: boolean;
}

const calm: InviteState = { email: "", made: null, problems: {} };
const offered = ["staffer", "manager", "viewer", "owner"] as const;

export function InviteForm({ agency, mayMakeOwners, mails }: FormProps) {
  const [state, send, isSending] = useActionState(invite, calm);
  const [role, setRole] = useState<(typeof offered)[number]>("staffer");
  return (
    <section aria-labelledby="invite" className="flex flex-col gap-4 rounded-lg border border-line bg-paper p-4">
      <div>
        <h2 id="invite">Invite somebody</h2>
        <p className="mt-1 text-soft text-sm">
          {mails
            ? "They get a mail with a link, and you can copy the link yourself."
            : "This server sends no mail: nothing is mailed. You get a link to copy and pass on."}
        </p>
      </div>
      <form action={send} className="flex flex-col gap-3">
        <input type="hidden" name="agency" value={agency} />
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            label="E-mail"
            name="email"
            type="email"
            required
            maxLength={200}
            defaultValue={state.email}
            autoComplete="off"
            problem={state.problems.email ?? null}
          />
          <SelectField
            label="Role"
            name="role"
            value={role}
            onChange={({ target }) => setRole(offered.find((candidate) => candidate === target.value) ?? "staffer")}
            help={roleWords[role].may}
            problem={state.problems.role ?? null}
          >
            {offered
              .filter((candidate) => candidate !== "owner" || mayMakeOwners)
              .map((candidate) => (
                <option key={candidate} value={candidate}>
                  {roleWords[candidate].title}
                </option>
              ))}
          </SelectField>
        </div>
        {state.problems.form !== undefined && (
          <p role="alert" className="text-bad text-sm">
            {state.problems.form}
          </p>
        )}
        <Button type="submit" look="main" disabled={isSending} className="self-start">
          {isSending ? "Making the invitation …" : "Invite"}
        </Button>
      </form>
      {state.made !== null && <MadeInvite made={state.made} />}
    </section>
  );
}

function MadeInvite({ made }: { made: NonNullable<InviteState["made"]> }) {
  // Only the browser knows under which address it reached us.
  const origin = useSyncExternalStore(
    () => () => {},
    () => location.origin,
    () => "",
  );
  return (
    <div className="flex flex-col gap-2 rounded-md bg-raised p-3">
      <output className="text-sm">{made.said}</output>
      <CopyField key={made.path} label={`Link for ${made.email}`} text={`${origin}${made.path}`} />
      <p className="text-soft text-sm">It works once, until {made.until}. It is not shown again.</p>
    </div>
  );
}
