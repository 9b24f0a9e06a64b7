import {
  CheckDraftInput,
  ChoosePlaceInput,
  checkDraft,
  choosePlace,
  ListPlanInput,
  listPlan,
  PlanPostInput,
  PublishableChannelsInput,
  planPost,
  publishableChannels,
  ResolvePostInput,
  resolvePost,
  SchedulePostInput,
  schedulePost,
  UnplanPostInput,
  unplanPost,
} from "@headroom/services";
import { memberProcedure, router, workerProcedure } from "../trpc.ts";

export const planRouter = router({
  list: memberProcedure.input(ListPlanInput).query(listPlan),
  publishable: memberProcedure.input(PublishableChannelsInput).query(publishableChannels),
  check: memberProcedure.input(CheckDraftInput).query(checkDraft),
  choosePlace: workerProcedure.input(ChoosePlaceInput).mutation(choosePlace),
  add: workerProcedure.input(PlanPostInput).mutation(planPost),
  schedule: workerProcedure.input(SchedulePostInput).mutation(schedulePost),
  resolve: workerProcedure.input(ResolvePostInput).mutation(resolvePost),
  remove: workerProcedure.input(UnplanPostInput).mutation(unplanPost),
});
