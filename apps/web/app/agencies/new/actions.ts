"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { auth } from "../../../auth.ts";
import { app } from "../../../composition/app.ts";
import { CreateAgencyInput, createAgency, limitAttempts, ServiceError } from "../../../composition/before-agency.ts";

export interface NewAgencyState {
  typed: { yourName: string; name: string; defaultTarget: string };
  /** By field; `form` for what belongs to none. */
  problems: { yourName?: string; name?: string; timeZone?: string; defaultTarget?: string; form?: string };
}

const perPerson = { most: 20, windowMs: 24 * 3_600_000 };

/** Founds an agency; whoever founds it owns it. */
export const foundAgency = async (_before: NewAgencyState, form: FormData): Promise<NewAgencyState> => {
  const session = await auth();
  const user = session?.user;
  if (!user?.id) redirect("/sign-in?callbackUrl=/agencies/new");
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const typed = { yourName: text("yourName"), name: text("name"), defaultTarget: text("defaultTarget") };
  const founderName = user.name || typed.yourName.slice(0, 80);
  if (founderName === "") return { typed, problems: { yourName: "Tell us your name." } };
  const parsed = CreateAgencyInput.safeParse({
    name: typed.name,
    timeZone: text("timeZone"),
    defaultTarget: typed.defaultTarget === "" ? undefined : Number(typed.defaultTarget),
  });
  if (!parsed.success) return { typed, problems: problemsOf(parsed.error) };
  const { db, io } = app();
  const slug = await attempt(async () => {
    await limitAttempts(db, { key: `agency:${user.id}`, ...perPerson, now: io.now() });
    const founder = { userId: String(user.id), name: founderName };
    return (await createAgency(db, { founder, input: parsed.data, now: io.now() })).slug;
  });
  if (typeof slug !== "string") return { typed, problems: { [slug.field === "name" ? "name" : "form"]: slug.message } };
  redirect(`/${slug}/clients`);
};

const attempt = async (work: () => Promise<string>): Promise<string | ServiceError> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
};

const problemsOf = (error: z.ZodError<CreateAgencyInput>): NewAgencyState["problems"] => {
  const { name, timeZone, defaultTarget } = z.flattenError(error).fieldErrors;
  return {
    ...(name?.[0] === undefined ? {} : { name: name[0] }),
    ...(timeZone?.[0] === undefined ? {} : { timeZone: timeZone[0] }),
    ...(defaultTarget === undefined ? {} : { defaultTarget: "A target lies between 1 and 100." }),
  };
};
