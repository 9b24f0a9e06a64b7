import {
  CheckUploadInput,
  checkUpload,
  DropImportInput,
  dropImport,
  GetImportInput,
  getImport,
  PreviewImportInput,
  previewImport,
  StartImportInput,
  StoreImageInput,
  startImport,
  storeImage,
} from "@headroom/services";
import { enteringProcedure, memberProcedure, router, workerProcedure } from "../trpc.ts";

export const importRouter = router({
  get: memberProcedure.input(GetImportInput).query(getImport),
  start: workerProcedure.input(StartImportInput).mutation(startImport),
  drop: workerProcedure.input(DropImportInput).mutation(dropImport),
});

/** For the route that takes uploads, and no part of what browsers can call: it names files on this machine. */
export const uploadRouter = router({
  check: workerProcedure.input(CheckUploadInput).query(checkUpload),
  preview: enteringProcedure
    .input(PreviewImportInput)
    .mutation(({ ctx, input }) => previewImport({ entry: ctx.entry, input })),
  storePicture: workerProcedure.input(StoreImageInput).mutation(storeImage),
});
