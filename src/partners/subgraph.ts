import type { Context } from "../context.ts";
import { buildSubgraph } from "../gateway/subgraph.ts";
import { reference } from "../graph/records.ts";
import { Enrolment } from "./enrolment.ts";
import { ListedPartyChangeConnectionResolver, ListedPartyChangeFields } from "./listed-party-change-queries.ts";
import { Partner } from "./partner.ts";
import { PartnerMutations } from "./partner-mutations.ts";
import { PartnerConnectionResolver, PartnerQueries } from "./partner-queries.ts";
import { PartnerSubscription } from "./partner-subscription.ts";
import { Programme } from "./programme.ts";
import { EnrolmentFields, PartnerEnrolments, ProgrammeFields } from "./programme-fields.ts";
import { EnrolmentConnectionResolver, ProgrammeConnectionResolver, ProgrammeQueries } from "./programme-queries.ts";
import { ScreeningFields, ScreeningHitFields, ScreeningListFields } from "./screening-fields.ts";
import { ScreeningHit } from "./screening-hit.ts";
import { ScreeningList } from "./screening-list.ts";
import { ScreeningMutations } from "./screening-mutations.ts";
import {
  ScreeningHitConnectionResolver,
  ScreeningListConnectionResolver,
  ScreeningQueries,
} from "./screening-queries.ts";

/** The partners subgraph: owns Partner, Programme, Enrolment, ScreeningList and ScreeningHit. */
export const partnersSubgraph = () =>
  buildSubgraph<Context>({
    name: "partners",
    resolvers: [
      PartnerQueries,
      PartnerMutations,
      PartnerConnectionResolver,
      PartnerSubscription,
      ScreeningQueries,
      ScreeningMutations,
      ScreeningFields,
      ScreeningHitFields,
      ScreeningListFields,
      ListedPartyChangeFields,
      ListedPartyChangeConnectionResolver,
      ScreeningHitConnectionResolver,
      ScreeningListConnectionResolver,
      ProgrammeQueries,
      ProgrammeFields,
      EnrolmentFields,
      PartnerEnrolments,
      ProgrammeConnectionResolver,
      EnrolmentConnectionResolver,
    ],
    references: {
      Partner: reference(Partner),
      ScreeningList: reference(ScreeningList),
      ScreeningHit: reference(ScreeningHit),
      Programme: reference(Programme),
      Enrolment: reference(Enrolment),
    },
    validate: true,
  });
