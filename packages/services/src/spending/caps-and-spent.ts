import { sql, type Tx } from "@headroom/db";

/** Millionths of a US dollar; what is set aside counts as spent. */
export interface CapsAndSpent {
  /** Null: no cap is set, so nothing may be spent. */
  agencyCap: number | null;
  /** Null: the client has none of its own. */
  clientCap: number | null;
  ofAgency: number;
  ofClient: number;
}

/** Whose cap so much more would pass, the agency's first; null where there is room. Without a cap of the agency's there is none. */
export const capPassed = (
  { agencyCap, clientCap, ofAgency, ofClient }: CapsAndSpent,
  micros: number,
): "unset" | "agency" | "client" | null => {
  if (agencyCap === null) return "unset";
  if (ofAgency + micros > agencyCap) return "agency";
  return clientCap !== null && ofClient + micros > clientCap ? "client" : null;
};

export interface WhoseCaps {
  agencyId: string;
  clientId: string;
  /** `2026-11-01`. */
  month: string;
}

export const capsAndSpent = async (tx: Tx, { agencyId, clientId, month }: WhoseCaps): Promise<CapsAndSpent> => {
  const [row] = await tx.execute<
    Record<"agency" | "client", number | null> & Record<"of_agency" | "of_client", number>
  >(
    sql`
    select
      (select monthly_micros from spending_caps where agency_id = ${agencyId}::uuid and subject_id = ${agencyId}::uuid)::float8 as agency,
      (select monthly_micros from spending_caps where agency_id = ${agencyId}::uuid and subject_id = ${clientId}::uuid)::float8 as client,
      coalesce(sum(micros + reserved_micros), 0)::float8 as of_agency,
      coalesce(sum(micros + reserved_micros) filter (where client_id = ${clientId}::uuid), 0)::float8 as of_client
    from spending where agency_id = ${agencyId}::uuid and month = ${month}::date`,
  );
  return {
    agencyCap: row?.agency ?? null,
    clientCap: row?.client ?? null,
    ofAgency: row?.of_agency ?? 0,
    ofClient: row?.of_client ?? 0,
  };
};
