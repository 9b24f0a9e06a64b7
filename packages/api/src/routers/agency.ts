import { getSettings, removeDemo } from "@headroom/services";
import { memberProcedure, removeDemoProcedure, router } from "../trpc.ts";

export const agencyRouter = router({
  settings: memberProcedure.query(({ ctx }) => getSettings({ ctx, input: undefined })),
  removeDemo: removeDemoProcedure.mutation(({ ctx }) => removeDemo({ ctx, input: undefined })),
});
