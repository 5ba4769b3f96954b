import "reflect-metadata";
import { readFileSync } from "node:fs";
import { buildSchema } from "graphql";
import { expect, it } from "vitest";
import { draftings } from "./actions/table.ts";
import { notDriven, useCases } from "./use-cases.ts";

it("drives every mutation of the review, or says why not", () => {
  const schema = buildSchema(readFileSync("schema/api.graphql", "utf8"));
  const fields = Object.keys(schema.getMutationType()?.getFields() ?? {});
  expect([...Object.keys(useCases), ...Object.keys(notDriven)].sort()).toEqual(fields.sort());
});

it("draws every mutation that it drives", () => {
  expect(Object.keys(draftings).sort()).toEqual(Object.keys(useCases).sort());
});
