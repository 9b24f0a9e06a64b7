import { sql } from "@headroom/db";
import { app } from "../../../composition/app.ts";

export const dynamic = "force-dynamic";

/** 200 only when the database answers. */
export async function GET() {
  try {
    await app().db.global.execute(sql`select 1`);
    return Response.json({ ok: true });
  } catch {
    return Response.json({ ok: false, reason: "The database does not answer." }, { status: 503 });
  }
}
