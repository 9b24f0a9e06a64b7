import {
  countNotices,
  getHours,
  listNotices,
  MarkNoticesSeenInput,
  markNoticesSeen,
  SetHoursInput,
  setHours,
} from "@headroom/services";
import { memberProcedure, router } from "../trpc.ts";

/** What a member is told, and when she may be. Everything here is her own. */
export const noticeRouter = router({
  list: memberProcedure.query(({ ctx }) => listNotices({ ctx, input: undefined })),
  unseen: memberProcedure.query(({ ctx }) => countNotices({ ctx, input: undefined })),
  markSeen: memberProcedure.input(MarkNoticesSeenInput).mutation(markNoticesSeen),
  hours: memberProcedure.query(({ ctx }) => getHours({ ctx, input: undefined })),
  setHours: memberProcedure.input(SetHoursInput).mutation(setHours),
});
