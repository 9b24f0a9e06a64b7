import { rankWords } from "@headroom/insights";
import { api } from "../../../../trpc/server.ts";

/** Where the score stands among the agency's other clients, naming nobody. */
export async function RankLines({ agency, clientId }: { agency: string; clientId: string }) {
  const lines = rankWords(await (await api(agency)).client.rank({ clientId }));
  if (lines.length === 0) return null;
  return <p className="mt-3 border-line border-t pt-3 text-sm">{lines.join(" ")}</p>;
}
