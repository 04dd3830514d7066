import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts processor time in hundredths of a second. */
const MS_PER_TICK = 10

/** Milliseconds of processor time of a process, its children and those that have ended; 0 where there is no /proc. */
export function processorMsOf(root: number): number {
  return [root, ...childrenOf(root)].reduce((sum, pid) => sum + ticksOf(pid) * MS_PER_TICK, 0)
}

/** Resident memory of the process alone in MB (2^20 bytes). */
export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0) / 1024
}

function childrenOf(root: number): number[] {
  const parents = new Map(
    namesIn('/proc').map((pid) => [pid, Number(fieldsOf(pid)[1] ?? 0)] as const),
  )
  const children: number[] = []
  for (const [pid, parent] of parents)
    if (parent === root) children.push(pid, ...childrenIn(parents, pid))
  return children
}

function childrenIn(parents: Map<number, number>, root: number): number[] {
  return [...parents].flatMap(([pid, parent]) =>
    parent === root ? [pid, ...childrenIn(parents, pid)] : [],
  )
}

/** utime, stime, cutime and cstime: fields 14 to 17 of proc(5). */
function ticksOf(pid: number): number {
  return fieldsOf(pid)
    .slice(11, 15)
    .reduce((sum, field) => sum + Number(field), 0)
}

/** From the third field of proc(5) on: the name before them ends with the last bracket. */
function fieldsOf(pid: number): string[] {
  return textOf(`/proc/${pid}/stat`).split(') ').pop()?.split(' ') ?? []
}

function namesIn(folder: string): number[] {
  try {
    return readdirSync(folder)
      .map(Number)
      .filter((pid) => pid > 0)
  } catch {
    return []
  }
}

/** Empty where there is no such file: the process has ended, or the system has no /proc. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
