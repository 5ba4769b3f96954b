import { type DocumentNode, Kind, type OperationDefinitionNode, OperationTypeNode, parse, validate } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { operationFiles, operationText, preparedOperations, prepareRun } from "../support/matrix-operations.ts";
import { apiSchema, mutations, queries } from "../support/matrix-schema.ts";
import { type Stage, setStage } from "../support/matrix-stage.ts";

const operationsIn = (document: DocumentNode): OperationDefinitionNode[] =>
  document.definitions.filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION);

describe("the published operations", () => {
  it.each(operationFiles)("are one named operation that fits the schema, with what it is for: %s", (file) => {
    const text = operationText(file);
    expect(text).toMatch(/^# [A-Z].*\.\n/);
    const document = parse(text);
    expect(validate(apiSchema, document)).toEqual([]);
    const operations = operationsIn(document);
    expect(operations.map(({ name }) => name?.value)).toEqual([expect.stringMatching(/^[A-Z][A-Za-z]+$/)]);
  });

  it("have names of their own within a role", () => {
    const names = operationFiles.map((file) => {
      const [operation] = operationsIn(parse(operationText(file)));
      return `${file.split("/")[0]} ${operation?.name?.value}`;
    });
    expect(new Set(names).size).toBe(names.length);
  });

  it("use every query and every mutation of the schema", () => {
    const used = operationFiles.flatMap((file) =>
      operationsIn(parse(operationText(file))).flatMap(({ selectionSet }) =>
        selectionSet.selections.map((selection) => (selection.kind === Kind.FIELD ? selection.name.value : "")),
      ),
    );
    expect([...queries, ...mutations].map(({ name }) => name).filter((name) => !used.includes(name))).toEqual([]);
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
  });
});

describeOn(["postgres", "embedded"], "the published operations, run by their roles", (kind) => {
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
});
