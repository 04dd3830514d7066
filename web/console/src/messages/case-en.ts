export const caseEn = {} as const
