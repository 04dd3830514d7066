import type { Colour } from '../../src/liveness/challenge'

/** What the screen showed, and what another challenge asked for. */
export const SHOWN: Colour[] = [
  'RED',
  'CYAN',
  'BLUE',
  'GREEN',
  'MAGENTA',
  'YELLOW',
  'BLUE',
  'RED',
  'GREEN',
]
export const OTHER: Colour[] = [
  'GREEN',
  'RED',
  'MAGENTA',
  'BLUE',
  'YELLOW',
  'RED',
  'CYAN',
  'MAGENTA',
  'BLUE',
]
