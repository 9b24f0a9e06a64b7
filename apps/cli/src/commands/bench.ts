import { availableParallelism, cpus, totalmem } from "node:os";
import { describeCoverage, describeFigure, measureAll, measureCoverage } from "@headroom/scoring/bench";
import { type Figure, keeps } from "../bench/figure.ts";
import { measureClients } from "../bench/measure-clients.ts";
import { measureDeliveries } from "../bench/measure-deliveries.ts";
import { measureFeedParsing } from "../bench/measure-feed-parsing.ts";
import { measureFoldAgainstSql } from "../bench/measure-fold-against-sql.ts";
import { measureIngestion } from "../bench/measure-ingestion.ts";
import { measurePdf } from "../bench/measure-pdf.ts";
import { measurePreview } from "../bench/measure-preview.ts";
import { measureSync } from "../bench/measure-sync.ts";
import type { Command } from "../context.ts";
import { withThrowawayDatabase } from "../throwaway-database.ts";

/** Prints every figure with its ratio to a baseline of the same run; says which of them keep to their bounds. */
export const bench: Command = {
  summary: "measure, as ratios against baselines of the same run",
  run: async ({ print }) => {
    print(
      `${cpus()[0]?.model.trim() ?? "unknown processor"}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, PostgreSQL from npm`,
    );
    // In a database of its own: its worker is to have nothing else to do.
    const ofSync = await withThrowawayDatabase({ maxConnections: 4 }, (db) => measureSync(db, print));
    return withThrowawayDatabase({ maxConnections: 4 }, async (db) => {
      const figures = [
        ...ofSync,
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
    });
  },
};

const describe = (figure: Figure): string => {
  const { name, value, ratio, bound } = figure;
  if (ratio === undefined) return `${name}: ${value}`;
  const limit = bound === undefined ? "" : "most" in bound ? ` (at most ${bound.most})` : ` (at least ${bound.least})`;
  return `${name}: ${value}, ratio ${ratio.toFixed(2)}${limit}${keeps(figure) ? "" : " — MISSED"}`;
};
