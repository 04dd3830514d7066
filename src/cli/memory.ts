import { readdirSync, readFileSync } from 'node:fs'

/**
 * Megabytes of memory the processes and all their children hold; pages they share are counted once where the
 * system tells (Linux smaps_rollup: Pss), else as often as they are held (Rss). Null where there is no /proc.
 */
export function memoryMb(roots: number[]): number | null {
  const parents = parentsByPid()
  if (!parents) return null
  const pids = [...parents.keys()].filter((pid) => descendsFrom(pid, roots, parents))
  return Math.round(pids.reduce((sum, pid) => sum + memoryKb(pid), 0) / 1024)
}

function parentsByPid(): Map<number, number> | null {
  try {
    const pids = readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0)
    return new Map(pids.map((pid) => [pid, Number(field(pid, 'status', 'PPid'))]))
  } catch {
    return null
  }
}

function descendsFrom(pid: number, roots: number[], parents: Map<number, number>): boolean {
  if (roots.includes(pid)) return true
  const parent = parents.get(pid) ?? 0
  return parent > 0 && descendsFrom(parent, roots, parents)
}

function memoryKb(pid: number): number {
  return Number(field(pid, 'smaps_rollup', 'Pss') ?? field(pid, 'status', 'VmRSS') ?? 0)
}

/** A number from a file of /proc; undefined when the process has ended or is not ours to look at. */
function field(pid: number, file: string, name: string): string | undefined {
  try {
    return new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(
      readFileSync(`/proc/${pid}/${file}`, 'utf8'),
    )?.[1]
  } catch {
    return undefined
  }
}
