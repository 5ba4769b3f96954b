import type {
  BatchFetchNode,
  EntityBatchAlias,
  FetchNode,
  FlattenNode,
  PlanNode,
} from "@graphql-hive/router-query-planner";
import type { Asked, KeyTree, Plan } from "./plan.ts";
import {
  copied,
  type Data,
  type IsOfType,
  isData,
  merge,
  objectsAt,
  picked,
  place,
  removeAll,
  representationOf,
  rewrite,
} from "./plan-data.ts";
import type { SubgraphAnswer, SubgraphAnswerError } from "./subgraph-client.ts";
import type { SubgraphStream } from "./subgraph-stream.ts";
import { type ErrorSource, fieldError, requestError, type UpstreamError } from "./upstream-error.ts";

/** A subgraph as a plan's run knows it. */
export interface PlannedSubgraph extends ErrorSource {
  /** Asks the subgraph on behalf of this run's caller. Throws where there is no answer. */
  readonly ask: (body: { query: string; variables: Data }) => Promise<SubgraphAnswer>;
  /** Follows the subgraph on behalf of this run's caller. Throws where there is no stream. */
  readonly follow: (body: { query: string; variables: Data }) => Promise<SubgraphStream>;
  /** Notes a failure in the log. */
  readonly note: (failure: unknown) => void;
}

export interface PlanRun {
  readonly plan: Plan;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly subgraph: (name: string) => PlannedSubgraph;
  readonly isOfType: IsOfType;
}

interface EntityFetch {
  readonly alias: string;
  readonly representationsVariable: string;
  readonly targets: readonly Data[];
  readonly node: Pick<EntityBatchAlias, "requires" | "inputRewrites" | "outputRewrites">;
}

/** A run under way. */
interface Run extends PlanRun {
  /** The objects that their owners don't have, or that the caller may not see. */
  readonly gone: Set<Data>;
}

/** Runs a plan and gives the data it found, in the plan's keys; an error stands where its value would be. */
export function runPlan(plan: PlanRun): Promise<Data> {
  return dataOf(plan, async (run, data) => {
    if (plan.plan.node) await runNode(run, plan.plan.node, data);
  });
}

/** A subscription's plan: whom to follow, by which operation, and what to ask for each event. */
export interface SubscriptionPlan {
  readonly primary: FetchNode;
  readonly rest: readonly PlanNode[];
}

/** The parts of a subscription's plan. */
export function subscriptionPlan({ node }: Plan): SubscriptionPlan {
  const [first, ...rest] = node?.kind === "Sequence" ? node.nodes : [node];
  if (first?.kind !== "Subscription") throw new Error("The plan of a subscription begins with what it follows.");
  return { primary: first.primary, rest: rest.filter((one) => one !== null) };
}

/** What to send to the subgraph that a subscription follows. */
export function followed(
  { variables }: Pick<PlanRun, "variables">,
  { operation, variableUsages }: FetchNode,
): { query: string; variables: Data } {
  return { query: operation, variables: variablesOf({ variables }, variableUsages) };
}

/** Completes one event of a subscription: its answer, and what other subgraphs add to it now. */
export function runEvent(plan: PlanRun, { primary, rest }: SubscriptionPlan, answer: SubgraphAnswer): Promise<Data> {
  return dataOf(plan, async (run, data) => {
    takeRoot(run, primary, answer, data);
    for (const node of rest) await runNode(run, node, data);
  });
}

async function dataOf(plan: PlanRun, work: (run: Run, data: Data) => Promise<void>): Promise<Data> {
  const data: Data = {};
  const run = { ...plan, gone: new Set<Data>() };
  await work(run, data);
  if (run.gone.size > 0) removeAll(data, run.gone);
  return data;
}

async function runNode(run: Run, node: PlanNode, data: Data): Promise<void> {
  switch (node.kind) {
    case "Sequence":
      for (const inner of node.nodes) await runNode(run, inner, data);
      return;
    case "Parallel":
      await Promise.all(node.nodes.map((inner) => runNode(run, inner, data)));
      return;
    case "Fetch":
      await fetchRoot(run, node, data);
      return;
    case "Flatten":
      await fetchFlattened(run, node, data);
      return;
    case "BatchFetch":
      await fetchBatch(run, node, data);
      return;
    default:
      throw new Error(`A plan with a ${node.kind} node can't be run here.`);
  }
}

function variablesOf(run: Pick<Run, "variables">, usages: readonly string[] | undefined): Data {
  const variables: Data = {};
  for (const name of usages ?? []) if (run.variables[name] !== undefined) variables[name] = run.variables[name];
  return variables;
}

async function ask(
  subgraph: PlannedSubgraph,
  query: string,
  variables: Data,
  tree: KeyTree,
): Promise<SubgraphAnswer | UpstreamError> {
  try {
    const answer = await subgraph.ask({ query, variables });
    const whole = answer.errors.filter(({ path }) => path === null);
    if (whole.length === 0)
      return subgraph.external ? { ...answer, data: picked(answer.data, tree) as Data | null } : answer;
    subgraph.note(whole);
    return requestError(subgraph, whole);
  } catch (failure) {
    subgraph.note(failure);
    return requestError(subgraph, failure);
  }
}

async function fetchRoot(run: Run, node: FetchNode, data: Data): Promise<void> {
  const subgraph = run.subgraph(node.serviceName);
  const { tree } = run.plan.asked.get(node.operation)!;
  const keys = [...tree.keys()];
  const answer = await ask(subgraph, node.operation, variablesOf(run, node.variableUsages), tree);
  if (answer instanceof Error) {
    for (const key of keys) data[key] ??= answer;
    return;
  }
  takeRoot(run, node, answer, data);
}

function takeRoot(run: Run, node: FetchNode, answer: SubgraphAnswer, data: Data): void {
  const subgraph = run.subgraph(node.serviceName);
  const keys = [...run.plan.asked.get(node.operation)!.tree.keys()];
  const given: Data = answer.data ?? Object.fromEntries(keys.map((key) => [key, null]));
  for (const error of answer.errors) placeIn(given, subgraph, error, error.path ?? keys.slice(0, 1));
  rewrite(given, node.outputRewrites, run.isOfType);
  merge(data, given);
}

function placeIn(
  root: Data,
  subgraph: PlannedSubgraph,
  error: SubgraphAnswerError,
  path: readonly (string | number)[],
): void {
  place(root, path, (below) => fieldError(subgraph, error, below));
}

async function fetchFlattened(run: Run, { path, node }: FlattenNode, data: Data): Promise<void> {
  if (node.kind !== "Fetch" || !node.requires) throw new Error("A plan may ask for entities alone below its root.");
  const targets = objectsAt(data, path, run.isOfType);
  const entities: EntityFetch = {
    alias: "_entities",
    representationsVariable: "representations",
    targets,
    node: { requires: node.requires, inputRewrites: node.inputRewrites, outputRewrites: node.outputRewrites },
  };
  await fetchEntities(run, node, [entities]);
}

async function fetchBatch(run: Run, node: BatchFetchNode, data: Data): Promise<void> {
  const fetches = node.entityBatch.aliases.map((alias): EntityFetch => {
    const targets = new Set(alias.paths.flatMap((path) => objectsAt(data, path, run.isOfType)));
    return {
      alias: alias.alias,
      representationsVariable: alias.representationsVariableName,
      targets: [...targets],
      node: alias,
    };
  });
  await fetchEntities(run, node, fetches);
}

async function fetchEntities(
  run: Run,
  node: Pick<FetchNode, "serviceName" | "operation" | "variableUsages">,
  fetches: readonly EntityFetch[],
): Promise<void> {
  const subgraph = run.subgraph(node.serviceName);
  const asked = run.plan.asked.get(node.operation)!;
  const variables = variablesOf(run, node.variableUsages);
  const places = fetches.map((fetch) => representations(run, fetch, asked));
  if (places.every(({ size }) => size === 0)) return;
  fetches.forEach(({ representationsVariable }, position) => {
    variables[representationsVariable] = [...places[position]!.values()].map(({ representation }) => representation);
  });
  const answer = await ask(subgraph, node.operation, variables, asked.tree);
  fetches.forEach((fetch, position) => {
    const entries = [...places[position]!.values()];
    if (answer instanceof Error) {
      for (const { targets } of entries)
        for (const target of targets) failKeys(run, asked, fetch.alias, target, answer);
    } else takeEntities(run, subgraph, asked, fetch, entries, answer);
  });
}

interface Place {
  readonly representation: Data;
  readonly targets: Data[];
}

/** The representations to send, each once, with the objects that wait for them. */
function representations(run: Run, fetch: EntityFetch, asked: Asked): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const target of fetch.targets) {
    const representation = representationOf(target, fetch.node.requires, run.isOfType);
    if (representation instanceof Error) failKeys(run, asked, fetch.alias, target, representation);
    if (representation === null || representation instanceof Error) continue;
    rewrite(representation, fetch.node.inputRewrites, run.isOfType);
    const key = JSON.stringify(representation);
    const known = places.get(key);
    if (known) known.targets.push(target);
    else places.set(key, { representation, targets: [target] });
  }
  return places;
}

function takeEntities(
  run: Run,
  subgraph: PlannedSubgraph,
  asked: Asked,
  { alias, node }: EntityFetch,
  entries: readonly Place[],
  answer: SubgraphAnswer,
): void {
  const given = answer.data?.[alias];
  const readable = Array.isArray(given) && given.length === entries.length;
  const list: unknown[] = readable ? given : [];
  const failed = new Map<number, SubgraphAnswerError[]>();
  for (const error of answer.errors) {
    const [key, position] = error.path ?? [];
    if (key !== alias) continue;
    // The list itself failed, or what it gave can't be told apart: so did every entity in it.
    const positions = typeof position === "number" && readable ? [position] : entries.map((_, index) => index);
    for (const index of positions) failed.set(index, [...(failed.get(index) ?? []), error]);
  }
  entries.forEach(({ targets }, index) => {
    const entity = list[index];
    const errors = failed.get(index) ?? [];
    if (!readable && errors.length === 0) {
      subgraph.note("answered no list of entities");
      for (const target of targets) failKeys(run, asked, alias, target, requestError(subgraph, null));
      return;
    }
    const found: Data = isData(entity) ? entity : {};
    // A subgraph of ours that adds fields to a stub answers for any key: only the owner says that there is none.
    if (entity === null && errors.length === 0 && !subgraph.external)
      for (const target of targets) run.gone.add(target);
    for (const error of errors) {
      const path = error.path!.slice(2);
      if (path.length > 0) placeIn(found, subgraph, error, path);
    }
    rewrite(found, node.outputRewrites, run.isOfType);
    targets.forEach((target, position) => {
      merge(target, position === 0 ? found : (copied(found) as Data));
      const whole = errors.find(({ path }) => !readable || path!.length <= 2);
      if (whole) failKeys(run, asked, alias, target, fieldError(subgraph, whole, []));
    });
  });
}

/** Everything that a request was to give of an object fails alike. */
function failKeys(run: Run, asked: Asked, alias: string, target: Data, error: Error): void {
  for (const [type, keys] of asked.byType.get(alias) ?? []) {
    if (type !== "" && !(typeof target.__typename === "string" && run.isOfType(target.__typename, type))) continue;
    for (const key of keys) target[key] ??= error;
  }
}
