export const codesEn = {} as const
