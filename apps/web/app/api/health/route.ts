import { databaseAnswers } from "../../../composition/health.ts";

export const dynamic = "force-dynamic";

/** 200 only when the database answers. */
export async function GET() {
  if (await databaseAnswers()) return Response.json({ ok: true });
  return Response.json({ ok: false, reason: "The database does not answer." }, { status: 503 });
}
