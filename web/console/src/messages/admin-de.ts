export const adminDe = {} as const
