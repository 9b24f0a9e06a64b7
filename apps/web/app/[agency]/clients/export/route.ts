import { TRPCError } from "@trpc/server";
import { api } from "../../../../trpc/server.ts";
import { parseSearch } from "../search.ts";
import { clientsCsv } from "./clients-csv.ts";

export const dynamic = "force-dynamic";

/** The list as it stands on the page, filters and order included. */
export async function GET(request: Request, { params }: { params: Promise<{ agency: string }> }) {
  const { agency } = await params;
  const search = parseSearch(Object.fromEntries(new URL(request.url).searchParams));
  try {
    const rows = await (await api(agency)).client.list(search);
    const day = new Date().toISOString().slice(0, 10);
    return new Response(clientsCsv(rows), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${agency.replace(/[^a-z0-9-]/g, "")}-clients-${day}.csv"`,
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "UNAUTHORIZED")) {
      return new Response("This agency was not found.", { status: 404 });
    }
    throw error;
  }
}
