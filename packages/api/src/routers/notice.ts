import {
  countNotices,
  getNoticeSettings,
  listNotices,
  MarkNoticesSeenInput,
  markNoticesSeen,
  SetNoticeSettingsInput,
  setNoticeSettings,
} from "@headroom/services";
import { memberProcedure, router } from "../trpc.ts";

/** What a member is told, and when she may be. Everything here is her own. */
export const noticeRouter = router({
  list: memberProcedure.query(({ ctx }) => listNotices({ ctx, input: undefined })),
  unseen: memberProcedure.query(({ ctx }) => countNotices({ ctx, input: undefined })),
  markSeen: memberProcedure.input(MarkNoticesSeenInput).mutation(markNoticesSeen),
  settings: memberProcedure.query(({ ctx }) => getNoticeSettings({ ctx, input: undefined })),
  setSettings: memberProcedure.input(SetNoticeSettingsInput).mutation(setNoticeSettings),
});
