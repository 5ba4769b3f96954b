import { payloadOf } from "../graph/mutation.ts";
import { Application } from "./application.ts";

const application = () => Application;

export const SubmitApplicationPayload = payloadOf("submitApplication", { application });
export const ReturnApplicationPayload = payloadOf("returnApplication", { application });
