import { Worker } from 'node:worker_threads'
import { compiledScript } from '../package-root'
import type { TrainingSession, TrainingWish, trainModel } from '../risk/train-model'

export type TrainRiskTask = { sessions: readonly TrainingSession[]; wish: TrainingWish }
export type TrainRiskReply = ReturnType<typeof trainModel>

/** `trainModel` in a thread of its own: it computes for seconds, in which this one has others to answer. */
export function trainRisk(
  sessions: readonly TrainingSession[],
  wish: TrainingWish,
): Promise<TrainRiskReply> {
  const workerData: TrainRiskTask = { sessions, wish }
  const worker = new Worker(compiledScript('training/train-risk-worker.js'), {
    workerData,
    env: {},
  })
  return new Promise((settle, reject) => {
    worker.once('message', settle)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The training ended without a result.')))
  })
}
