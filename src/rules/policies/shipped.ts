import type { PolicyDocument } from "../policy.ts";
import { eo12981 } from "./eo12981.ts";
import { expeditedPreview } from "./expedited-preview.ts";
import { trustedAccess } from "./trusted-access.ts";

/** The policies that every installation starts with. */
export const shippedPolicies: readonly PolicyDocument[] = [eo12981, expeditedPreview, trustedAccess];
