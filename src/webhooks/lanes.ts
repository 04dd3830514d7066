/** Keeps one slow endpoint from taking all the room: of each, only a few attempts run at a time. */
export type Lanes = {
  /** Runs `work` when there is room. @returns whether it ran */
  within(endpointId: string, work: () => Promise<void>): Promise<boolean>
}

export function createLanes(most: number): Lanes {
  const running = new Map<string, number>()
  const change = (endpointId: string, by: 1 | -1) => {
    const now = (running.get(endpointId) ?? 0) + by
    if (now === 0) running.delete(endpointId)
    else running.set(endpointId, now)
  }
  return {
    async within(endpointId, work) {
      if (running.get(endpointId) === most) return false
      change(endpointId, 1)
      try {
        await work()
      } finally {
        change(endpointId, -1)
      }
      return true
    },
  }
}
