/** What of the demonstration the demo looks for, through the public API alone. */

/** The partner whose registration is the last that is told: where it is, all of the story is. */
export const lastToRegister = "Meadow Clinic (fictional)";

/** The case of the development person `partner` whose time to answer an intent to deny is just over. */
export const deniable = { releaseName: "GPT-5.6", endUse: "VULNERABILITY_RESEARCH" } as const;
