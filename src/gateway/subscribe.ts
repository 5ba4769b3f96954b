import { type DocumentNode, type ExecutionResult, GraphQLError, type GraphQLSchema } from "graphql";
import { Turns } from "../database/turns.ts";
import { Crowds } from "./crowd.ts";
import type { CompiledExecutorOptions, Executor } from "./execute.ts";
import { FollowedNames } from "./followed-names.ts";
import { rootFieldOf } from "./operation.ts";
import { Outcomes } from "./outcomes.ts";
import { type ExecutionRequest, preparer } from "./prepare.ts";
import { isOpen, isPlaced, Reading } from "./reading.ts";
import { missingScopes, scopedFields } from "./scopes.ts";

/** A subscription to open. */
export interface SubscriptionRequest extends Omit<ExecutionRequest, "context" | "rootValue"> {
  /**
   * Makes what resolvers get: once to open the subscription, and anew for each event, so that what an event joins is as
   * fresh as the event. A GraphQLError that it throws ends the subscription.
   */
  readonly contexts: () => Promise<unknown>;
  /** The document to open it with, where it goes on behind a cursor that isn't its own. */
  readonly opening?: DocumentNode;
  /** With whom it can be followed together, by its field; without it, it is followed alone. */
  readonly company?: ((field: string) => Company) | null;
}

/** Those who are shown the same. */
export interface Company {
  /** Stands for what they may see. */
  readonly rights: string;
  /**
   * Makes what resolvers get for someone who sees that and is nobody in particular: whether one of them may follow at all is
   * asked of its own contexts.
   */
  readonly contexts: () => Promise<unknown>;
}

/** The results of a subscription, one for each event, or the one result that says why there are none. */
export type Subscribed = ExecutionResult | AsyncIterableIterator<ExecutionResult, void>;

/** Opens subscriptions, whatever they come over. Expects a valid operation with one root field. */
export type Subscriber = (request: SubscriptionRequest) => Promise<Subscribed>;

export interface SubscriberOptions extends CompiledExecutorOptions {
  /** The place of an event in the feed, which its result carries as `extensions.cursor`; null for none. */
  readonly cursorOf?: (event: unknown) => string | null;
  /** Whether a stream ends behind an event, which its result says as `extensions.last`: nothing is missing then. */
  readonly isLast?: (event: unknown) => boolean;
  /** Whether a field's answer depends on who asks and not on the rights alone; where it isn't told, each is asked alone. */
  readonly isPersonal?: (field: string) => boolean;
}

export const isStream = (subscribed: Subscribed): subscribed is AsyncIterableIterator<ExecutionResult, void> =>
  Symbol.asyncIterator in subscribed;

/** The one field of a subscription was left out by `@skip` or `@include`. */
export const nothingToFollow = (): GraphQLError =>
  new GraphQLError("A subscription follows one field: this one leaves it out.", {
    extensions: { code: "BAD_REQUEST" },
  });

/** How many events' results are computed at once: one change may concern every follower, and others ask meanwhile. */
const eventsAtOnce = 4;

/**
 * Opens subscriptions on a schema, each event's result computed by `run`: once for all who are shown the same by the same
 * document.
 */
export function subscriber(schema: GraphQLSchema, run: Executor, options: SubscriberOptions = {}): Subscriber {
  const { scopes, cursorOf = () => null, isLast = () => false, isPersonal = null } = options;
  const crowds = new Crowds();
  const outcomes = new Outcomes();
  const names = new FollowedNames(isPersonal);
  const parts = { schema, run, cursorOf, isLast, turns: new Turns(eventsAtOnce) };
  const prepare = preparer(schema, options, (operation) => ({
    field: rootFieldOf(operation)?.name.value ?? null,
    scoped: scopes ? scopedFields(schema, scopes.required, operation) : [],
  }));
  return async (request) => {
    const prepared = prepare(request);
    if (prepared.refusal) return prepared.refusal;
    const { field, scoped } = prepared.variant;
    if (field === null) return { errors: [nothingToFollow()] };
    const refusal = (context: unknown): ExecutionResult | null => {
      const errors = scopes && scoped.length > 0 ? missingScopes(scoped, scopes.holder(context as never)) : [];
      return errors.length > 0 ? { errors } : null;
    };
    const { document, contexts, opening = document } = request;
    const reading = new Reading(parts, request, refusal);
    const opened = await reading.open(contexts, opening);
    if (!isOpen(opened)) return opened;
    const company = request.company?.(field);
    const name = company ? names.of(request) : null;
    if (!company || name === null || !isPlaced(opened)) return reading.results(opened, contexts);
    const shared = reading.with({
      contexts: company.contexts,
      reader: () => {
        const found = outcomes.reader();
        return (cursor, find) => found(`${company.rights} ${name.results} ${cursor}`, find);
      },
    });
    return crowds.follow(shared.steps(opened, contexts), {
      key: `${company.rights} ${name.events}`,
      alone: (behind) => shared.from(contexts, behind),
      refusal: () => shared.refusal(contexts),
      together: (behind) => shared.from(company.contexts, behind),
    });
  };
}
