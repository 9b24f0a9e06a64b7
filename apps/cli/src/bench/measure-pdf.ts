import { clients, type Database, eq, inAgency, members } from "@headroom/db";
import { measureReports } from "@headroom/reports";
import { enterAgency, loadReportModel, makeDemo, requestReport } from "@headroom/services";
import { offlineIo } from "../offline-io.ts";
import { benchNow } from "./bench-agency.ts";
import type { Figure } from "./figure.ts";

/** Median milliseconds for the PDF of a demo client's week. */
export const measurePdf = async (db: Database): Promise<Figure> => {
  const { agencyId } = await makeDemo(db, benchNow);
  const [owner] = await inAgency(db, { agencyId }, (tx) => tx.select().from(members).where(eq(members.role, "owner")));
  const [client] = await inAgency(db, { agencyId }, (tx) =>
    tx.select({ id: clients.id }).from(clients).orderBy(clients.name).limit(1),
  );
  if (owner === undefined || client === undefined) throw new Error("the demo is empty");
  const io = offlineIo(() => benchNow);
  const actor = {
    userId: owner.userId,
    memberId: owner.id,
    role: owner.role,
    name: owner.name,
    timeZone: owner.timeZone,
  };
  const model = await enterAgency({ db, io, agencyId, actor }, async (ctx) => {
    const { reportId } = await requestReport({ ctx, input: { clientId: client.id } });
    const found = await loadReportModel(ctx, reportId);
    if (found === null) throw new Error("the report has no model");
    return found.model;
  });
  return { name: "weekly PDF", value: `${(await measureReports(model)).toFixed(0)} ms, median` };
};
