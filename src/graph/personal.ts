/**
 * Whether a field's answer depends on who asks and not on the rights alone: by its name, which says "viewer". Whoever asks
 * for none of these is shown what everyone with the same rights is.
 */
export const isPersonal = (field: string): boolean => field.startsWith("viewer");
