import { answer } from "../graph/answers.ts";
import { Designation } from "./designation.ts";
import { Directive } from "./directive.ts";
import { PhaseAdvance } from "./phase-advance.ts";
import { Release } from "./release.ts";
import { Vendor } from "./vendor.ts";

export const answerVendor = answer("vendor", Vendor);
export const answerRelease = answer("release", Release);
export const answerPhaseAdvance = answer("phaseAdvance", PhaseAdvance);
export const answerDirective = answer("directive", Directive);
export const answerDesignation = answer("designation", Designation);
