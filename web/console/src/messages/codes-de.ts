export const codesDe = {} as const
