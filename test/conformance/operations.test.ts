import { type DocumentNode, Kind, type OperationDefinitionNode, OperationTypeNode, parse, validate } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { preparedSubscriptions, prepareFollowing } from "../support/matrix-following.ts";
import {
  operationFiles,
  operationText,
  preparedOperations,
  prepareRun,
  publishedFiles,
  subscriptionFiles,
} from "../support/matrix-operations.ts";
import { apiSchema, mutations, queries, subscriptions } from "../support/matrix-schema.ts";
import { type Stage, setStage } from "../support/matrix-stage.ts";
import { follow } from "../support/subscriber.ts";

const operationsIn = (document: DocumentNode): OperationDefinitionNode[] =>
  document.definitions.filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION);

describe("the published operations", () => {
  it.each(publishedFiles)("are one named operation that fits the schema, with what it is for: %s", (file) => {
    const text = operationText(file);
    expect(text).toMatch(/^# [A-Z].*\.\n/);
    const document = parse(text);
    expect(validate(apiSchema, document)).toEqual([]);
    const operations = operationsIn(document);
    expect(operations.map(({ name }) => name?.value)).toEqual([expect.stringMatching(/^[A-Z][A-Za-z]+$/)]);
  });

  it("have names of their own within a role", () => {
    const names = publishedFiles.map((file) => {
      const [operation] = operationsIn(parse(operationText(file)));
      return `${file.split("/")[0]} ${operation?.name?.value}`;
    });
    expect(new Set(names).size).toBe(names.length);
  });

  it("use every query, every mutation and every subscription of the schema", () => {
    const used = publishedFiles.flatMap((file) =>
      operationsIn(parse(operationText(file))).flatMap(({ selectionSet }) =>
        selectionSet.selections.map((selection) => (selection.kind === Kind.FIELD ? selection.name.value : "")),
      ),
    );
    expect(
      [...queries, ...mutations, ...subscriptions].map(({ name }) => name).filter((name) => !used.includes(name)),
    ).toEqual([]);
  });

  it("show in every mutation why nothing was done", () => {
    const silent = operationFiles.filter((file) => {
      const [operation] = operationsIn(parse(operationText(file)));
      return (
        operation?.operation === OperationTypeNode.MUTATION && !/refusals \{\s+code\s+message/.test(operationText(file))
      );
    });
    expect(silent).toEqual([]);
  });

  it("are all prepared for", () => {
    expect(preparedOperations).toEqual(operationFiles);
    expect(preparedSubscriptions).toEqual(subscriptionFiles);
  });

  it("ask in every subscription for the cursor to go on from, and take it", () => {
    for (const file of subscriptionFiles) {
      expect(operationText(file)).toMatch(/\(after: \$after/);
      expect(operationText(file)).toMatch(/^ {4}cursor$/m);
    }
  });
});

describeOn(["postgres"], "the published operations, run by their roles", (kind) => {
  let graph: Graph;
  let stage: Stage;
  beforeAll(async () => {
    graph = await startGraph(kind);
    stage = await setStage(graph, 1);
  });
  afterAll(() => graph?.stop());

  it.each(operationFiles)("do what they say: %s", async (file) => {
    const { as, variables } = await prepareRun(stage, file);
    const { data, errors } = await as.send(operationText(file), variables);
    expect(errors).toBeUndefined();
    for (const [field, answer] of Object.entries(data)) {
      expect(answer, field).not.toBeNull();
      const { refusals, ...changed } = answer as Record<string, unknown>;
      if (refusals === undefined) continue;
      expect(refusals).toEqual([]);
      expect(Object.values(changed).some((value) => value !== null)).toBe(true);
    }
  });

  it.each(subscriptionFiles)("bring their roles, over a socket, what then happens: %s", async (file) => {
    const { person, variables, cause } = await prepareFollowing(stage, file);
    const token = person && (await graph.people.tokenFor(person));
    const document = operationText(file);
    const { changes } = await stage.tell.people.auditor.ask(
      "{ changes(first: 1, orderBy: SEQUENCE_DESC) { pageInfo { endCursor } } }",
    );
    await cause();
    const after = changes.pageInfo.endCursor;
    const reader = follow("socket", graph.url, token, document, { ...variables, after });
    const { data, errors, extensions } = (await reader.next())!;
    expect(errors).toBeUndefined();
    const [[field, event]] = Object.entries(data) as [[string, Record<string, unknown>]];
    expect(extensions?.cursor).toBe(event.cursor);
    const record = Object.entries(event).filter(([name]) => !["cursor", "at", "type", "change"].includes(name));
    if (!["changes", "replayPolicy"].includes(field))
      expect(record).toEqual([[expect.any(String), expect.objectContaining({ id: expect.any(String) })]]);
    await reader.stop();
  });
});
