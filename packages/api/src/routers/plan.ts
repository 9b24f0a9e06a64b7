import { ListPlanInput, listPlan, PlanPostInput, planPost, UnplanPostInput, unplanPost } from "@headroom/services";
import { memberProcedure, router, workerProcedure } from "../trpc.ts";

export const planRouter = router({
  list: memberProcedure.input(ListPlanInput).query(listPlan),
  add: workerProcedure.input(PlanPostInput).mutation(planPost),
  remove: workerProcedure.input(UnplanPostInput).mutation(unplanPost),
});
