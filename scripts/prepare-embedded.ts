import { prepareBaseArchive } from "../src/database/embedded/base.ts";

// The last step of the build: the first start then opens a prepared data folder instead of running initdb.
await prepareBaseArchive();
