import { getSettings, removeDemo } from "@headroom/services";
import { memberProcedure, ownerProcedure, router } from "../trpc.ts";

export const agencyRouter = router({
  settings: memberProcedure.query(({ ctx }) => getSettings({ ctx, input: undefined })),
  removeDemo: ownerProcedure.mutation(({ ctx }) => removeDemo({ ctx, input: undefined })),
});
