import {
  ActivateAlgorithmInput,
  activateAlgorithm,
  ForkAlgorithmInput,
  forkAlgorithm,
  GetPreviewInput,
  getPreview,
  listAlgorithms,
  RequestPreviewInput,
  RevertActivationInput,
  requestPreview,
  revertActivation,
  StopPreviewInput,
  stopPreview,
} from "@headroom/services";
import { managerProcedure, memberProcedure, router } from "../trpc.ts";

export const algorithmRouter = router({
  list: memberProcedure.query(({ ctx }) => listAlgorithms({ ctx, input: undefined })),
  fork: managerProcedure.input(ForkAlgorithmInput).mutation(forkAlgorithm),
  getPreview: managerProcedure.input(GetPreviewInput).query(getPreview),
  requestPreview: managerProcedure.input(RequestPreviewInput).mutation(requestPreview),
  stopPreview: managerProcedure.input(StopPreviewInput).mutation(stopPreview),
  activate: managerProcedure.input(ActivateAlgorithmInput).mutation(activateAlgorithm),
  revert: managerProcedure.input(RevertActivationInput).mutation(revertActivation),
});
