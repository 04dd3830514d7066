export const caseDe = {} as const
