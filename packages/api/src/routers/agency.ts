import { removeDemo } from "@headroom/services";
import { ownerProcedure, router } from "../trpc.ts";

export const agencyRouter = router({
  removeDemo: ownerProcedure.mutation(({ ctx }) => removeDemo({ ctx, input: undefined })),
});
