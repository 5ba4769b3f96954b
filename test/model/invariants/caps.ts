import { moment } from "../look.ts";
import type { Invariant } from "./invariant.ts";

/** No more partners hold an authorization that isn't over than the policy gives the release's phase. */
export const capsHold: Invariant = ({ scene, after }) => {
  const phase = after.rows.Release?.[0]?.phase as keyof typeof scene.policy.phases;
  const cap = scene.policy.phases[phase]?.partnerCap ?? null;
  const holding = (after.rows.Authorization ?? []).filter(
    ({ status, expiresAt }) =>
      (status === "ACTIVE" || status === "SUSPENDED") && (moment(expiresAt) as Date) > after.now,
  );
  const partners = new Set(holding.map(({ partnerId }) => partnerId));
  return cap !== null && partners.size > cap ? [`${partners.size} partners hold places, and there are ${cap}`] : [];
};
