import { Field, ID, ObjectType } from "type-graphql";
import { keyed, Node } from "../graph/node.ts";
import { CaseNode } from "./cases/case-node.ts";

/** The other rooms' types as this room knows them: by their keys. */
@keyed
@ObjectType("Partner", { implements: Node })
export class PartnerStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("ScreeningList", { implements: Node })
export class ScreeningListStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("ScreeningHit", { implements: Node })
export class ScreeningHitStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("Vendor", { implements: Node })
export class VendorStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("Release", { implements: Node })
export class ReleaseStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("Policy", { implements: Node })
export class PolicyStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("Directive", { implements: Node })
export class DirectiveStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("Designation", { implements: Node })
export class DesignationStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("CyberReview", { implements: Node })
export class CyberReviewStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("Finding", { implements: Node })
export class FindingStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("EnforcementStatement", { implements: Node })
export class EnforcementStatementStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("EnforcementAttestation", { implements: Node })
export class EnforcementAttestationStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("Nomination", { implements: Node })
export class NominationStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("Programme", { implements: Node })
export class ProgrammeStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("Enrolment", { implements: Node })
export class EnrolmentStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("ApplicationRevision", { implements: Node })
export class ApplicationRevisionStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("Revocation", { implements: Node })
export class RevocationStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("Webhook", { implements: Node })
export class WebhookStub extends Node {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("Application", { implements: [Node, CaseNode] })
export class ApplicationStub extends CaseNode {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("PhaseAdvance", { implements: [Node, CaseNode] })
export class PhaseAdvanceStub extends CaseNode {
  @Field(() => ID) override id!: string;
}

@keyed
@ObjectType("Change", { implements: Node })
export class ChangeStub extends Node {
  @Field(() => ID) override id!: string;
}
