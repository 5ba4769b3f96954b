import type { Application } from "../../applications/application.ts";
import type { PhaseAdvance } from "../../releases/advances/phase-advance.ts";

/** What a panel reviews. */
export type Case = Application | PhaseAdvance;

/** The two types of case, as stored beside a case's id. */
export const caseTypes = ["Application", "PhaseAdvance"] as const;
export type CaseType = (typeof caseTypes)[number];
