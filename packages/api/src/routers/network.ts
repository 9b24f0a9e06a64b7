import {
  ChooseChannelsInput,
  chooseChannels,
  FinishSignInInput,
  finishSignIn,
  GetSignInInput,
  getSignIn,
  getSpending,
  listNetworkApps,
  RemoveNetworkAppInput,
  removeNetworkApp,
  SetCapInput,
  SetNetworkAppInput,
  StartSignInInput,
  setCap,
  setNetworkApp,
  startSignIn,
} from "@headroom/services";
import { askingProcedure, managerProcedure, router, workerProcedure } from "../trpc.ts";

export const networkRouter = router({
  apps: managerProcedure.query(listNetworkApps),
  setApp: askingProcedure
    .input(SetNetworkAppInput)
    .mutation(({ ctx, input }) => setNetworkApp({ entry: ctx.entry, input })),
  removeApp: managerProcedure.input(RemoveNetworkAppInput).mutation(removeNetworkApp),
  startSignIn: askingProcedure
    .input(StartSignInInput)
    .mutation(({ ctx, input }) => startSignIn({ entry: ctx.entry, input })),
  finishSignIn: askingProcedure
    .input(FinishSignInInput)
    .mutation(({ ctx, input }) => finishSignIn({ entry: ctx.entry, input })),
  signIn: workerProcedure.input(GetSignInInput).query(getSignIn),
  chooseChannels: workerProcedure.input(ChooseChannelsInput).mutation(chooseChannels),
  spending: managerProcedure.query(getSpending),
  setCap: managerProcedure.input(SetCapInput).mutation(setCap),
});
