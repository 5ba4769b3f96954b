import { Field, ID, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { graphEnum } from "../../graph/enums.ts";
import { keyed, Node } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { EndUseEnum } from "../../graph/vocabulary-enums.ts";
import { Withheld } from "../../identity/withheld.ts";
import { holdingAuthorizationStatuses } from "../../rules/lifecycles/authorization.ts";
import type { AuthorizationStatus, EndUse, MeasureReason } from "../../rules/vocabulary.ts";

export const AuthorizationStatusEnum = graphEnum<AuthorizationStatus>(
  "AuthorizationStatus",
  "Where an authorization stands. Whether it is effective now is derived: see `effective`.",
  {
    ACTIVE: "Issued and not ended.",
    SUSPENDED: "Suspended by Commerce.",
    REVOKED: "Revoked by Commerce; final.",
    SURRENDERED: "Given up by the partner; final.",
    EXPIRED: "Its time is over; final, from that moment on.",
    SUPERSEDED: "A renewal took its place; final.",
  },
);

/** Where an authorization stands at a moment: the clock alone ends one, whether or not anyone has noted that yet. */
export function statusAt(
  { status, expiresAt }: Pick<Authorization, "status" | "expiresAt">,
  now: Date,
): AuthorizationStatus {
  const holds = (holdingAuthorizationStatuses as readonly AuthorizationStatus[]).includes(status);
  return holds && expiresAt <= now ? "EXPIRED" : status;
}

/** Whether an authorization takes a place under its release's cap at a moment: it was not ended, and its time is not over. */
export const holdsAPlace = (alias: Sql, now: Date | Sql): Sql =>
  sql`${alias}.status in ('ACTIVE', 'SUSPENDED') and ${alias}.expires_at > ${now}`;

/** `statusAt` in SQL, over the row's alias. */
export const statusNow = (alias: Sql, now: Date | Sql): Sql =>
  sql`case when ${alias}.status in ('ACTIVE', 'SUSPENDED') and ${alias}.expires_at <= ${now} then 'EXPIRED' else ${alias}.status end`;

/** What an approved application yields: who may use which release, for what, until when, on what legal basis. */
@keyed
@ObjectType("Authorization", {
  implements: Node,
  simpleResolvers: true,
  description:
    "What an approved application yields: who may use which release, for what, under which conditions, until when, on what legal basis.",
})
@Entity("authorization")
export class Authorization extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Column("varchar") partnerId!: string;
  @Column("varchar") releaseId!: string;
  @Column("varchar") applicationId!: string;
  @Column("varchar") decisionId!: string;

  /** The authorization that this one, a renewal, took the place of. */
  @Column("varchar", { nullable: true })
  replacesId!: string | null;

  /** As it was last moved: what is shown is what it comes to now, see `statusAt`. */
  @Column("varchar")
  status!: AuthorizationStatus;

  @Column("varchar", { nullable: true })
  statusReason!: MeasureReason | null;

  @Column("varchar", { nullable: true })
  statusLegalBasis!: string | null;

  @Field(() => String, { nullable: true, description: "What was said when its status last changed." })
  @Column("text", { nullable: true })
  statusNote!: string | null;

  @Field(() => EndUseEnum, { description: "The end use that it allows." })
  @Column("varchar")
  endUse!: EndUse;

  @Field(() => String, { description: "The law that it rests on." })
  @Column("varchar")
  legalBasis!: string;

  @Field(() => DateTime, { description: "When it was issued." })
  @Column("timestamptz")
  issuedAt!: Date;

  @Field(() => DateTime, { description: "Until when it lasts." })
  @Column("timestamptz")
  expiresAt!: Date;

  @Field(() => DateTime, { nullable: true, description: "When it ended before its time; null otherwise." })
  @Column("timestamptz", { nullable: true })
  endedAt!: Date | null;

  /**
   * When the system last noted that a condition or a limit on time had ended its effect; null while none did. A limit
   * that is lifted leaves it: an end after it is another's.
   */
  @Column("timestamptz", { nullable: true })
  effectEndedAt!: Date | null;

  @Field(() => [Withheld], { description: "The fields of this authorization that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
