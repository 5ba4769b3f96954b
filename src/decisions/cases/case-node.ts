import { InterfaceType } from "type-graphql";
import { typeOfId } from "../../graph/ids.ts";
import { Node, type Stub, stub } from "../../graph/node.ts";

/** What a panel reviews, as a type of the graph: an application and a phase advance are reviewed alike. */
@InterfaceType("Case", {
  implements: Node,
  description: "What a panel reviews: an application or a phase advance. One review engine serves both.",
  autoRegisterImplementations: false,
  resolveType: (value: { __typename?: string }) => value.__typename,
})
export abstract class CaseNode extends Node {}

/** A case as another room's object, or null for none: its key, and the type that the key itself names. */
export const caseStub = (id: string | null | undefined): Stub | null =>
  id == null ? null : stub(typeOfId(id) as string, id);
