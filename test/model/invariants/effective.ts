import { type Look, moment, type Row } from "../look.ts";
import type { Invariant } from "./invariant.ts";

const open = ["LIMITED_PREVIEW", "EXPANDED_PREVIEW", "GENERAL_AVAILABILITY"];

/** No authorization is effective while anything forbids, and each is while nothing does: both ways by the rows alone. */
export const nothingForbiddenIsEffective: Invariant = ({ scene, after }) =>
  (after.rows.Authorization ?? []).flatMap((authorization) => {
    const forbidden = forbidding(after, authorization);
    const effective = after.effects.get(authorization.id) === true;
    const name = scene.named(authorization.id);
    if (effective && forbidden.length > 0) return [`${name} is effective, and ${forbidden.join(" and ")}`];
    if (effective || forbidden.length > 0) return [];
    return [`${name} is not effective, and nothing forbids it`];
  });

function forbidding(look: Look, authorization: Row): string[] {
  const release = look.rows.Release?.find(({ id }) => id === authorization.releaseId) as Row;
  const partner = look.rows.Partner?.find(({ id }) => id === authorization.partnerId) as Row;
  const why: string[] = [];
  if (!open.includes(release.phase)) why.push(`the release is ${release.phase}`);
  if (partner.status !== "ADMITTED") why.push(`the partner is ${partner.status}`);
  if (authorization.status !== "ACTIVE") why.push(`it is ${authorization.status}`);
  if ((moment(authorization.expiresAt) as Date) <= look.now) why.push("its time is over");
  for (const { effect } of measuresOn(look, authorization, ["SUSPEND", "WITHDRAW"])) why.push(`${effect} is in force`);
  const limits = measuresOn(look, authorization, ["LIMIT"]).flatMap((measure) => measure.limits);
  const asked = [...conditionsOf(look, authorization).map(({ predicate }) => predicate), ...limits];
  if (asked.some(({ kind, at }) => kind === "EXPIRES_AT" && new Date(at) <= look.now))
    why.push("what limits its time is over");
  for (const kind of ["END_USES", "USER_JURISDICTIONS", "DEPLOYMENTS"]) {
    const own = kind === "END_USES" ? [[authorization.endUse]] : [];
    const lists = [...own, ...asked.filter((each) => each.kind === kind).map(({ allowed }) => allowed)];
    const [first = [], ...others] = lists;
    const open = first.filter((value: string) => others.every((list) => list.includes(value)));
    if (lists.length > 0 && open.length === 0) why.push(`no ${kind} are left by its conditions and limits`);
  }
  return why;
}

/** The directives and designations in force that touch the authorization's partner. */
function measuresOn(look: Look, { partnerId, releaseId }: Row, effects: readonly string[]): Row[] {
  const partner = look.rows.Partner?.find(({ id }) => id === partnerId) as Row;
  const release = look.rows.Release?.find(({ id }) => id === releaseId) as Row;
  const all = [...(look.rows.Directive ?? []), ...(look.rows.Designation ?? [])];
  return all.filter(
    (measure) =>
      measure.status === "IN_FORCE" &&
      effects.includes(measure.effect) &&
      (measure.releaseId === releaseId || measure.vendorId === release.vendorId) &&
      listed(measure.scope?.jurisdictions, partner.jurisdiction) &&
      listed(measure.scope?.partnerIds, partner.id) &&
      listed(measure.scope?.partnerKinds, partner.kind) &&
      listed(measure.scope?.phases, release.phase),
  );
}

const listed = (names: readonly string[] | null | undefined, name: string): boolean =>
  names == null || names.length === 0 || names.includes(name);

/** The conditions that the authorization stands under now: each in the wording that hasn't ended. */
function conditionsOf(look: Look, { decisionId }: Row): Row[] {
  const conditions = look.rows.Condition ?? [];
  const decision = look.rows.Decision?.find(({ id }) => id === decisionId) as Row;
  const roots = new Set(conditions.filter(({ id }) => decision.conditionIds.includes(id)).map(({ rootId }) => rootId));
  return conditions.filter(({ rootId, endedAt }) => endedAt === null && roots.has(rootId));
}
