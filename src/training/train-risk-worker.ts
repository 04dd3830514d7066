import { parentPort, workerData } from 'node:worker_threads'
import { trainModel } from '../risk/train-model'
import type { TrainRiskReply, TrainRiskTask } from './train-risk'

/** The thread that trains one model, given what it learns from as `workerData`, and answers once. */
const { sessions, wish } = workerData as TrainRiskTask
const reply: TrainRiskReply = trainModel(sessions, wish)
parentPort?.postMessage(reply)
