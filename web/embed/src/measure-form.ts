/** Half of the values lie in `iqr` (the interquartile range) around the median; milliseconds. */
export type Spread = { median: number; iqr: number }

/** What `riskDetailsRecord(input: { behaviour })` takes. Counts and times: nothing that was typed, nor which keys. */
export type FormBehaviour = {
  keystrokes: number
  dwellMs: Spread | null
  flightMs: Spread | null
  hesitationMs: number | null
  pastes: number
  corrections: number
}

type Measured = {
  keystrokes: number
  dwells: number[]
  flights: number[]
  hesitations: number[]
  pastes: number
  corrections: number
}

/**
 * Measures how a form is filled in, from now until `stop`, for an organisation that turned on BEHAVIOUR and told the applicant.
 * Times are of the browser's own clock; what keys there are is looked at nowhere but to tell, until it is let go, that it is the
 * same one. Nothing is sent: give the summary to your server.
 */
export function measureForm(form: HTMLElement): { summary(): FormBehaviour; stop(): void } {
  const leave = new AbortController()
  const measured: Measured = {
    ...{ keystrokes: 0, pastes: 0, corrections: 0 },
    ...{ dwells: [], flights: [], hesitations: [] },
  }
  const options = { signal: leave.signal, capture: true, passive: true }
  for (const [name, hear] of Object.entries(listeners(measured)))
    form.addEventListener(name, hear as (event: Event) => void, options)
  return { summary: () => summed(measured), stop: () => leave.abort() }
}

function listeners(measured: Measured) {
  const held = new Map<string, number>()
  let [letGoAt, enteredAt]: [number | null, number | null] = [null, null]
  return {
    keydown({ code, repeat, timeStamp }: KeyboardEvent) {
      if (repeat) return
      measured.keystrokes += 1
      if (letGoAt !== null) measured.flights.push(Math.max(0, timeStamp - letGoAt))
      held.set(code, timeStamp)
    },
    keyup({ code, timeStamp }: KeyboardEvent) {
      const heldFrom = held.get(code)
      if (heldFrom !== undefined) measured.dwells.push(timeStamp - heldFrom)
      held.delete(code)
      letGoAt = timeStamp
    },
    focusin({ timeStamp }: FocusEvent) {
      enteredAt = timeStamp
      // From one field to the next is no flight from key to key.
      letGoAt = null
    },
    paste: () => {
      measured.pastes += 1
    },
    beforeinput({ inputType, timeStamp }: InputEvent) {
      if (enteredAt !== null) measured.hesitations.push(timeStamp - enteredAt)
      enteredAt = null
      if (inputType.startsWith('delete')) measured.corrections += 1
    },
  }
}

function summed({ dwells, flights, hesitations, ...counts }: Measured): FormBehaviour {
  const [hesitationMs = null] = hesitations.length > 0 ? [quantile(hesitations, 0.5)] : []
  return { ...counts, dwellMs: spreadOf(dwells), flightMs: spreadOf(flights), hesitationMs }
}

function spreadOf(values: number[]): Spread | null {
  if (values.length < 2) return null
  const iqr = quantile(values, 0.75) - quantile(values, 0.25)
  return { median: quantile(values, 0.5), iqr }
}

/** Between the two nearest (Hyndman and Fan 1996, type 7), in tenths of a millisecond: finer is no measure. */
function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = share * (sorted.length - 1)
  const [below = 0, above = below] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return Math.round((below + (at - Math.floor(at)) * (above - below)) * 10) / 10
}
