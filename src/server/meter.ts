import type { FormattedExecutionResult, OperationDefinitionNode } from "graphql";
import { Kind } from "graphql";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { isRefusalCode } from "../graph/refusal-codes.ts";

/** A figure that is read when someone asks for the metrics. */
export interface Reading {
  readonly name: string;
  readonly help: string;
  readonly type: "gauge" | "counter";
  /** What tells several values apart, where there are several: from a closed list. */
  readonly label?: string;
  /** The value, or with a label the values by what tells them apart; null where it can't be had now. */
  readonly read: () => Read | Promise<Read>;
}

type Read = number | Readonly<Record<string, number>> | null;

/** Upper bounds of the durations that are told apart, seconds. */
const durations = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * What one server counts, in the form that Prometheus reads. Labels come from the schema and from closed lists alone:
 * nothing that a client writes becomes one.
 */
export class Meter {
  readonly #registry = new Registry();
  readonly #operations: Counter<"operation" | "outcome">;
  readonly #durations: Histogram<"operation">;
  readonly #errors: Counter<"code">;
  readonly #refusals: Counter<"mutation" | "code">;
  readonly #events: Counter<"subscription">;

  constructor(readings: readonly Reading[] = []) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#operations = new Counter({
      name: "countersign_operations_total",
      help: "Operations answered, by root field and outcome: ok, partial (some of it failed), refused (mutations that did nothing) or failed.",
      labelNames: ["operation", "outcome"],
      registers,
    });
    this.#durations = new Histogram({
      name: "countersign_operation_duration_seconds",
      help: "How long operations took, by root field.",
      labelNames: ["operation"],
      buckets: durations,
      registers,
    });
    this.#errors = new Counter({
      name: "countersign_errors_total",
      help: "GraphQL errors sent to clients, by code.",
      labelNames: ["code"],
      registers,
    });
    this.#refusals = new Counter({
      name: "countersign_refusals_total",
      help: "Refusals that mutations answered with as data, by mutation and code.",
      labelNames: ["mutation", "code"],
      registers,
    });
    this.#events = new Counter({
      name: "countersign_events_total",
      help: "Events sent to followers, by subscription.",
      labelNames: ["subscription"],
      registers,
    });
    for (const reading of readings) this.watch(reading);
  }

  /** Adds a figure that is read at each scrape. */
  watch({ name, help, type, label, read }: Reading): void {
    const registers = [this.#registry];
    const Metric = type === "gauge" ? Gauge : Counter;
    new Metric({
      name,
      help,
      labelNames: label === undefined ? [] : [label],
      registers,
      async collect() {
        const value = await Promise.resolve()
          .then(read)
          .catch(() => null);
        this.reset();
        if (label === undefined) this.remove();
        if (typeof value === "number") this.inc(value);
        else for (const [each, count] of Object.entries(value ?? {})) this.inc({ [label as string]: each }, count);
      },
    });
  }

  /** Notes one answered operation; null for one that was refused before it was known what it is. */
  operation(definition: OperationDefinitionNode | null, result: FormattedExecutionResult, seconds: number): void {
    const fields = definition ? rootFields(definition) : [];
    const operation = definition ? labelOf(definition, fields) : "none";
    const refusals = definition?.operation === "mutation" ? refusalsIn(definition, result.data) : [];
    this.#operations.inc({ operation, outcome: outcomeOf(result, refusals.length > 0) });
    this.#durations.observe({ operation }, seconds);
    for (const refusal of refusals) this.#refusals.inc(refusal);
    this.failed(result.errors);
  }

  /** Notes errors that were sent. */
  failed(errors: FormattedExecutionResult["errors"]): void {
    for (const { extensions } of errors ?? []) this.#errors.inc({ code: String(extensions?.code) });
  }

  /** Notes an event that was sent to a follower of the root field. */
  event(subscription: string): void {
    this.#events.inc({ subscription });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything, as Prometheus reads it. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}

type Outcome = "ok" | "partial" | "refused" | "failed";

function outcomeOf({ data, errors }: FormattedExecutionResult, refused: boolean): Outcome {
  if (!errors) return refused ? "refused" : "ok";
  return Object.values(data ?? {}).some((value) => value !== null) ? "partial" : "failed";
}

/** The root fields that an operation names itself; those within fragments are left out. */
const rootFields = ({ selectionSet }: OperationDefinitionNode): string[] =>
  selectionSet.selections.flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : []));

/** `query releases`, or `query *` for several fields: there are as many labels as the schema has root fields. */
function labelOf({ operation }: OperationDefinitionNode, fields: readonly string[]): string {
  const names = new Set(fields);
  return `${operation} ${names.size === 1 ? [...names][0] : "*"}`;
}

function refusalsIn(
  { selectionSet }: OperationDefinitionNode,
  data: FormattedExecutionResult["data"],
): { mutation: string; code: string }[] {
  return selectionSet.selections.flatMap((node) => {
    if (node.kind !== Kind.FIELD) return [];
    const payload = data?.[(node.alias ?? node.name).value] as { refusals?: unknown } | null | undefined;
    const refusals = Array.isArray(payload?.refusals) ? (payload.refusals as { code?: unknown }[]) : [];
    return (
      refusals
        // An alias can put any text there: what isn't one of the codes is counted, and not repeated.
        .map(({ code }) => ({ mutation: node.name.value, code: isRefusalCode(code) ? code : "OTHER" }))
    );
  });
}
