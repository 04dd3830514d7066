import type { Block, Table } from '../reports/report'

export const heading = (text: string): Block => ({ kind: 'heading', text })
export const text = (says: string): Block => ({ kind: 'text', text: says })

export function tableOf(columns: Table['columns'], rows: string[][]): Block {
  return { kind: 'table', table: { columns, rows } }
}

/** Names and values; what is not known, or empty, is left out. */
export function factsOf(facts: readonly (readonly [string, string | null])[]): Block {
  return {
    kind: 'facts',
    facts: facts.flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
  }
}

/** A code as words: IN_REVIEW is `In review`. */
export function named(code: string): string {
  return sentence(code.toLowerCase().replaceAll('_', ' '))
}

export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** To the second, UTC. */
export function time(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')}Z`
}
