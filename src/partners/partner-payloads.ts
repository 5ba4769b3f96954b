import { payloadOf } from "../graph/mutation.ts";
import { Partner } from "./partner.ts";
import { ScreeningHit } from "./screening-hit.ts";

const partner = () => Partner;
const hit = () => ScreeningHit;

export const RegisterPartnerPayload = payloadOf("registerPartner", { partner });
export const AmendPartnerPayload = payloadOf("amendPartner", { partner });
export const AdmitPartnerPayload = payloadOf("admitPartner", { partner });
export const SuspendPartnerPayload = payloadOf("suspendPartner", { partner });
export const BarPartnerPayload = payloadOf("barPartner", { partner });
export const UnbarPartnerPayload = payloadOf("unbarPartner", { partner });
export const DisposeScreeningHitPayload = payloadOf("disposeScreeningHit", { hit });
