import { buildSchema, GraphQLError, type GraphQLObjectType, type GraphQLSchema } from "graphql";
import { type SubgraphServer, serveSubgraph } from "./subgraph-server.ts";

/** A vendor's evaluation of a release, as the vendor's own subgraph has it. */
export interface Evaluation {
  readonly id: string;
  readonly suite: string;
  readonly score: number;
  readonly passed: boolean;
}

/** The SDL of the vendor's subgraph: it adds evaluations to releases that it names by id, and owns nothing else. */
export const evaluationsSdl = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])

type Query {
  "The evaluations with at least this score, over all releases."
  evaluations(scoreAtLeast: Float! = 0): [Evaluation!]
}

"A release, as the vendor names it."
type Release @key(fields: "id") {
  id: ID!
  "The vendor's evaluations of it."
  evaluations: [Evaluation!]
}

"One run of one evaluation suite."
type Evaluation @key(fields: "id") {
  id: ID!
  "The suite's name."
  suite: String!
  "Between 0 and 1."
  score: Float!
  passed: Boolean!
  "The release that was evaluated."
  release: Release!
}
`;

/**
 * Starts the vendor's subgraph on a free port of the loopback, with evaluations by release id. `worded` rewords its SDL,
 * for a graph that calls a release otherwise.
 */
export function serveEvaluations(
  evaluations: Readonly<Record<string, readonly Evaluation[]>>,
  worded: (sdl: string) => string = (sdl) => sdl,
): Promise<SubgraphServer> {
  return serveSubgraph({ schema: evaluationsSchema(evaluations, worded) });
}

interface Stored extends Evaluation {
  readonly releaseId: string;
}

function evaluationsSchema(
  evaluations: Readonly<Record<string, readonly Evaluation[]>>,
  worded: (sdl: string) => string,
): GraphQLSchema {
  const sdl = worded(evaluationsSdl);
  const release = worded("Release");
  const served = sdl
    .slice(sdl.indexOf("type Query"))
    .replaceAll(/ @key\(fields: "id"\)/g, "")
    .replace("type Query {", "type Query {\n  _service: _Service!\n  _entities(representations: [_Any!]!): [_Entity]!");
  const machinery = `type _Service { sdl: String! } scalar _Any union _Entity = ${release} | Evaluation`;
  const schema = buildSchema(`${served}\n${machinery}`);
  const all: Stored[] = Object.entries(evaluations).flatMap(([releaseId, runs]) =>
    runs.map((run) => ({ ...run, releaseId })),
  );
  const query = schema.getQueryType()!.getFields();
  query._service!.resolve = () => ({ sdl });
  query.evaluations!.resolve = (_root, { scoreAtLeast }: { scoreAtLeast: number }) =>
    all.filter(({ score }) => score >= scoreAtLeast);
  query._entities!.resolve = (_root, { representations }: { representations: readonly Representation[] }) =>
    representations.map(({ __typename, id }) => {
      if (__typename === release) return { __typename, id, evaluations: evaluations[id] ?? [] };
      if (__typename === "Evaluation") return { __typename, ...all.find((one) => one.id === id) };
      return new GraphQLError("No such type.", { extensions: { code: "BAD_USER_INPUT" } });
    });
  const evaluation = (schema.getType("Evaluation") as GraphQLObjectType).getFields();
  evaluation[worded("release")]!.resolve = ({ id }: { id: string }) => ({
    __typename: release,
    id: all.find((one) => one.id === id)?.releaseId,
  });
  return schema;
}

interface Representation {
  readonly __typename: string;
  readonly id: string;
}
