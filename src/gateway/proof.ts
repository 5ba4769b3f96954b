/** The header in which the gateway proves to a subgraph of ours that a request went through it. */
export const proofHeader = "x-countersign-gateway";
