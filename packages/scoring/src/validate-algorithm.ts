import { type Algorithm, componentIds, type Saturation } from "./algorithm.ts";
import { InvalidInput, requireNonNegative, requirePositive, requireShare } from "./invalid-input.ts";
import { inboundKinds } from "./kinds.ts";

/** Weights may miss 1 by this much: decimal fractions have no exact binary sum. */
const weightTolerance = 1e-9;

/** Throws InvalidInput naming the first field that no algorithm may have; returns the algorithm otherwise. */
export function validateAlgorithm(algorithm: Algorithm): Algorithm {
  if (algorithm.id === "") throw new InvalidInput("id", "must not be empty");
  if (algorithm.title === "") throw new InvalidInput("title", "must not be empty");
  checkWeights(algorithm);
  checkPresence(algorithm);
  const { engagement, amplification, selectivity, linkMix, reach } = algorithm;
  requirePositive("engagement.halfLifeMs", engagement.halfLifeMs);
  for (const kind of inboundKinds) requireNonNegative(`engagement.reactions.${kind}`, engagement.reactions[kind]);
  checkSaturation("engagement", engagement.saturation);
  requirePositive("amplification.halfLifeMs", amplification.halfLifeMs);
  if (!(amplification.linkReshareWeight >= 1 && amplification.linkReshareWeight < Number.POSITIVE_INFINITY)) {
    throw new InvalidInput("amplification.linkReshareWeight", "must be a finite number of at least 1");
  }
  checkSaturation("amplification", amplification.saturation);
  checkSaturation("selectivity", selectivity.saturation);
  requireShare("linkMix.band.lo", linkMix.band.lo);
  requireShare("linkMix.band.hi", linkMix.band.hi);
  if (linkMix.band.lo > linkMix.band.hi) throw new InvalidInput("linkMix.band", "lo must not exceed hi");
  checkSaturation("reach", reach.saturation);
  return algorithm;
}

function checkWeights({ weights }: Algorithm): void {
  let sum = 0;
  for (const id of componentIds) sum += requireShare(`weights.${id}`, weights[id] ?? 0);
  if (Math.abs(sum - 1) > weightTolerance) throw new InvalidInput("weights", `must sum to 1, not ${sum}`);
}

function checkPresence({ rho, shrinkagePosts, networks, presence }: Algorithm): void {
  requireShare("rho", rho);
  requirePositive("shrinkagePosts", shrinkagePosts);
  requireNonNegative("presence.graceMs", presence.graceMs);
  requirePositive("presence.halfLifeMs", presence.halfLifeMs);
  for (const [network, own] of Object.entries(networks)) {
    if (own.rho !== undefined) requireShare(`networks.${network}.rho`, own.rho);
    if (own.graceMs !== undefined) requireNonNegative(`networks.${network}.graceMs`, own.graceMs);
  }
}

function checkSaturation(component: string, { knee, full }: Saturation): void {
  requirePositive(`${component}.saturation.knee`, knee);
  requirePositive(`${component}.saturation.full`, full);
}
