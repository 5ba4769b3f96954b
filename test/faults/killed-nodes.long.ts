import { killedNodes, kills } from "./killed-nodes.ts";

killedNodes(kills.long);
