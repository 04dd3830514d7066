/**
 * The x with `matrix` x = `right` (Gauss, with row pivots); null when there is no single one. The matrix is square, row
 * by row.
 */
export function solve(matrix: number[][], right: number[]): number[] | null {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0])
  for (let column = 0; column < rows.length; column++) {
    const pivot = takePivot(rows, column)
    if (pivot === null) return null
    for (let below = column + 1; below < rows.length; below++)
      subtract(rows[below] ?? [], pivot, column)
  }
  return substituteBack(rows)
}

const LEAST_PIVOT = 1e-12

/** The row with the largest value in the column, brought to its place; null when all are zero. */
function takePivot(rows: number[][], column: number): number[] | null {
  let best = column
  for (let row = column + 1; row < rows.length; row++)
    if (Math.abs(at(rows, row, column)) > Math.abs(at(rows, best, column))) best = row
  const pivot = rows[best] ?? []
  rows[best] = rows[column] ?? []
  rows[column] = pivot
  return Math.abs(pivot[column] ?? 0) > LEAST_PIVOT ? pivot : null
}

function subtract(row: number[], pivot: number[], column: number): void {
  const factor = (row[column] ?? 0) / (pivot[column] ?? 1)
  for (let index = column; index < row.length; index++)
    row[index] = (row[index] ?? 0) - factor * (pivot[index] ?? 0)
}

function substituteBack(rows: number[][]): number[] {
  const solution = new Array<number>(rows.length).fill(0)
  for (let row = rows.length - 1; row >= 0; row--) {
    let sum = at(rows, row, rows.length)
    for (let column = row + 1; column < rows.length; column++)
      sum -= at(rows, row, column) * (solution[column] ?? 0)
    solution[row] = sum / at(rows, row, row)
  }
  return solution
}

function at(rows: number[][], row: number, column: number): number {
  return rows[row]?.[column] ?? 0
}
