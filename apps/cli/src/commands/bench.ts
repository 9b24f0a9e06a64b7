import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { connect } from "@headroom/db";
import { startEmbedded } from "@headroom/db/embedded";
import { migrate } from "@headroom/db/migrate";
import { describeCoverage, describeFigure, measureAll, measureCoverage } from "@headroom/scoring/bench";
import { type Figure, keeps } from "../bench/figure.ts";
import { measureClients } from "../bench/measure-clients.ts";
import { measureDeliveries } from "../bench/measure-deliveries.ts";
import { measureFeedParsing } from "../bench/measure-feed-parsing.ts";
import { measureFoldAgainstSql } from "../bench/measure-fold-against-sql.ts";
import { measureIngestion } from "../bench/measure-ingestion.ts";
import { measurePdf } from "../bench/measure-pdf.ts";
import { measurePreview } from "../bench/measure-preview.ts";
import type { Command } from "../context.ts";

/** Prints every figure with its ratio to a baseline of the same run; says which of them keep to their bounds. */
export const bench: Command = {
  summary: "measure, as ratios against baselines of the same run",
  run: async ({ print }) => {
    print(
      `${cpus()[0]?.model.trim() ?? "unknown processor"}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, PostgreSQL from npm`,
    );
    const home = await mkdtemp(join(tmpdir(), "headroom-bench-"));
    const server = await startEmbedded({ dataDir: join(home, "postgres"), durable: false });
    const db = connect({ url: server.url, maxConnections: 4 });
    try {
      await migrate(server.url);
      const figures = [
        await measureIngestion(db),
        await measureFoldAgainstSql(db),
        ...measureFeedParsing(),
        ...(await measureDeliveries(db)),
        await measurePdf(db),
        await measureClients(db, print),
        ...(await measurePreview(db, print)),
      ];
      for (const figure of figures) print(describe(figure));
      for (const figure of measureAll()) print(describeFigure(figure));
      for (const coverage of measureCoverage()) print(describeCoverage(coverage));
      return 0;
    } finally {
      await db.close();
      await server.stop();
      await rm(home, { recursive: true, force: true });
    }
  },
};

const describe = (figure: Figure): string => {
  const { name, value, ratio, bound } = figure;
  if (ratio === undefined) return `${name}: ${value}`;
  const limit = bound === undefined ? "" : "most" in bound ? ` (at most ${bound.most})` : ` (at least ${bound.least})`;
  return `${name}: ${value}, ratio ${ratio.toFixed(2)}${limit}${keeps(figure) ? "" : " — MISSED"}`;
};
