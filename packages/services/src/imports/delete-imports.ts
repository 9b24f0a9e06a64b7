import { rm } from "node:fs/promises";
import { and, dueWork, eq, imports, inArray, type SQL } from "@headroom/db";
import type { SystemContext } from "../context/context.ts";

/** Deletes the imports that `where` picks for good, with the files and the work that wait for them. */
export const deleteImports = async ({ db, agencyId }: SystemContext, where: SQL): Promise<void> => {
  const gone = await db
    .delete(imports)
    .where(and(eq(imports.agencyId, agencyId), where))
    .returning({ id: imports.id, filePath: imports.filePath });
  if (gone.length === 0) return;
  const ids = gone.map(({ id }) => id);
  await db.delete(dueWork).where(and(eq(dueWork.agencyId, agencyId), inArray(dueWork.subjectId, ids)));
  for (const { filePath } of gone) await rm(filePath, { force: true });
};
