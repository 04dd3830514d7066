/**
 * Keeps one slow endpoint from taking all the room: of each, only a few attempts run at a time, and a few more wait a moment for
 * their turn.
 */
export type Lanes = {
  /** Runs `work` when the lane has room within the time. @returns whether it ran */
  within(endpointId: string, work: () => Promise<void>): Promise<boolean>
}

type Lane = { running: number; waiting: (() => void)[] }

/** `running`, `waiting`: how many of one endpoint; `patienceMs`: how long one waits for its turn. */
export function createLanes(limits: {
  running: number
  waiting: number
  patienceMs: number
}): Lanes {
  const lanes = new Map<string, Lane>()

  /** Takes a place, or the turn of one that ends. */
  async function enter(lane: Lane): Promise<boolean> {
    if (lane.running < limits.running) {
      lane.running += 1
      return true
    }
    if (lane.waiting.length >= limits.waiting) return false
    return new Promise((done) => {
      const take = () => {
        clearTimeout(timer)
        done(true)
      }
      const timer = setTimeout(() => {
        lane.waiting.splice(lane.waiting.indexOf(take), 1)
        done(false)
      }, limits.patienceMs)
      lane.waiting.push(take)
    })
  }

  function leave(endpointId: string, lane: Lane): void {
    const next = lane.waiting.shift()
    if (next) next()
    else lane.running -= 1
    if (lane.running === 0) lanes.delete(endpointId)
  }

  return {
    async within(endpointId, work) {
      const lane = lanes.get(endpointId) ?? { running: 0, waiting: [] }
      lanes.set(endpointId, lane)
      if (!(await enter(lane))) return false
      try {
        await work()
      } finally {
        leave(endpointId, lane)
      }
      return true
    },
  }
}
