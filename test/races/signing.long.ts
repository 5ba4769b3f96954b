import { rounds } from "./rounds.ts";
import { signingRaces } from "./signing-races.ts";

signingRaces(rounds.long);
