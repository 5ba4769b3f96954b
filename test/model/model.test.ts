import { sequences } from "./counts.ts";
import { modelOf } from "./run.ts";

modelOf(sequences.short);
