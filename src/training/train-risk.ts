import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { TrainingSession, TrainingWish, trainModel } from '../risk/train-model'

export type TrainRiskTask = { sessions: readonly TrainingSession[]; wish: TrainingWish }
export type TrainRiskReply = ReturnType<typeof trainModel>

/** `trainModel` in a thread of its own: it computes for seconds, in which this one has others to answer. */
export function trainRisk(
  sessions: readonly TrainingSession[],
  wish: TrainingWish,
): Promise<TrainRiskReply> {
  const workerData: TrainRiskTask = { sessions, wish }
  const worker = new Worker(findWorkerFile(), { workerData, env: {} })
  return new Promise((settle, reject) => {
    worker.once('message', settle)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The training ended without a result.')))
  })
}

/** Next to this file once compiled; from the sources (tests) the one of the last build. */
function findWorkerFile(): string {
  const name = 'train-risk-worker.js'
  const places = [join(__dirname, name), resolve(__dirname, '../../dist/src/training', name)]
  const found = places.find((place) => existsSync(place))
  if (!found) throw new Error('The training is not compiled; run npm run build.')
  return found
}
