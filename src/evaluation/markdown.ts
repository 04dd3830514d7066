import type { Rate } from './interval'

/** A table; a bar inside a cell does not end it. */
export function table(header: string[], rows: string[][]): string {
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n')
}

/** `3 of 4 = 75.00 % (30.06 % to 95.44 %)`. */
export function rateText({ count, of, rate, low, high }: Rate): string {
  return `${count} of ${of} = ${percent(rate)} (${percent(low)} to ${percent(high)})`
}

/** Small shares as powers of ten: 6e-5 tells more than 0.01 %. */
export function percent(share: number): string {
  return share > 1e-9 && share < 1e-3 ? share.toExponential(1) : `${(100 * share).toFixed(2)} %`
}
