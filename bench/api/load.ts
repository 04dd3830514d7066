import { setTimeout as sleep } from 'node:timers/promises'

export type Load = {
  requests: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** Answers by `status` or `status CODE`. */
  answers: Record<string, number>
}

type Answer = { status: number; codes: string[] }
type Send = (number: number) => Promise<Answer> | null

/** A closed loop: so many senders, each sends the next request when it has the answer to its last, until time or requests run out. */
export async function closedLoop(senders: number, seconds: number, send: Send): Promise<Load> {
  const measured = recorder()
  const end = performance.now() + 1000 * seconds
  let next = 0
  const sender = async () => {
    while (performance.now() < end) {
      const sent = send(next)
      next += 1
      if (sent === null) return
      await measured.record(sent)
    }
  }
  await Promise.all(Array.from({ length: senders }, sender))
  return measured.result()
}

/** An open loop: requests leave at their times, whether the earlier ones were answered or not. */
export async function openLoop(perSecond: number, seconds: number, send: Send): Promise<Load> {
  const measured = recorder()
  const start = performance.now()
  const answers: Promise<void>[] = []
  for (let number = 0; number < perSecond * seconds; number += 1) {
    const early = start + (1000 * number) / perSecond - performance.now()
    if (early > 1) await sleep(early)
    const sent = send(number)
    if (sent === null) break
    answers.push(measured.record(sent))
  }
  await Promise.all(answers)
  return measured.result()
}

function recorder() {
  const start = performance.now()
  const times: number[] = []
  const answers: Record<string, number> = {}
  return {
    async record(sent: Promise<Answer>): Promise<void> {
      const from = performance.now()
      const { status, codes } = await sent
      times.push(performance.now() - from)
      const name = [status, ...codes].join(' ')
      answers[name] = (answers[name] ?? 0) + 1
    },
    result(): Load {
      const perSecond = (1000 * times.length) / (performance.now() - start)
      const [p50Ms, p99Ms] = [quantile(times, 0.5), quantile(times, 0.99)]
      return { requests: times.length, perSecond, p50Ms, p99Ms, answers }
    },
  }
}

/** The smallest value that this share of them does not exceed; 0 of none. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}
