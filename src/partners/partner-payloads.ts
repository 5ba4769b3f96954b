import { payloadOf } from "../graph/mutation.ts";
import { Partner } from "./partner.ts";

const partner = () => Partner;

export const RegisterPartnerPayload = payloadOf("registerPartner", { partner });
export const AmendPartnerPayload = payloadOf("amendPartner", { partner });
export const AdmitPartnerPayload = payloadOf("admitPartner", { partner });
export const SuspendPartnerPayload = payloadOf("suspendPartner", { partner });
export const BarPartnerPayload = payloadOf("barPartner", { partner });
export const UnbarPartnerPayload = payloadOf("unbarPartner", { partner });
