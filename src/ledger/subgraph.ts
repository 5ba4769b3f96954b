import type { Context } from "../context.ts";
import { buildSubgraph } from "../gateway/subgraph.ts";
import { recordById } from "../graph/records.ts";
import {
  WebhookAttemptConnectionResolver,
  WebhookAttemptFields,
  WebhookAttemptQueries,
} from "../webhooks/attempt-queries.ts";
import { Webhook } from "../webhooks/webhook.ts";
import { WebhookMutations } from "../webhooks/webhook-mutations.ts";
import { WebhookConnectionResolver, WebhookFields, WebhookQueries } from "../webhooks/webhook-queries.ts";
import { RefusedAttemptConnectionResolver, RefusedAttemptQueries } from "./attempts/attempt-queries.ts";
import { ChangeFields } from "./change-fields.ts";
import { ChangeConnectionResolver, ChangeQueries } from "./change-queries.ts";
import { ChangeSubscription } from "./change-subscription.ts";
import { changeById } from "./changes.ts";
import { ProofQueries } from "./proof-queries.ts";
import { Revocation } from "./revocation.ts";
import { RevocationMutations } from "./revocation-mutations.ts";
import { RevocationConnectionResolver, RevocationQueries } from "./revocation-queries.ts";

/** The ledger subgraph: owns Change, the proofs of what is recorded, what was refused, who is revoked, and webhooks. */
export const ledgerSubgraph = () =>
  buildSubgraph<Context>({
    name: "ledger",
    resolvers: [
      ChangeQueries,
      ChangeFields,
      ChangeConnectionResolver,
      ChangeSubscription,
      ProofQueries,
      RefusedAttemptQueries,
      RefusedAttemptConnectionResolver,
      RevocationQueries,
      RevocationConnectionResolver,
      RevocationMutations,
      WebhookQueries,
      WebhookFields,
      WebhookConnectionResolver,
      WebhookMutations,
      WebhookAttemptQueries,
      WebhookAttemptFields,
      WebhookAttemptConnectionResolver,
    ],
    references: {
      Change: ({ id }, context) => changeById(context, String(id)),
      Revocation: ({ id }, context) => recordById(context, Revocation, String(id)),
      Webhook: ({ id }, context) => recordById(context, Webhook, String(id)),
    },
    validate: true,
  });
