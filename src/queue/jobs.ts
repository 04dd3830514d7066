import { z } from 'zod'

const requestId = z.string().max(64).optional()
const id = z.string().regex(/^[a-z]{3}_[0-9a-f]{32}$/)

/** Every job there is: which queue carries it and what data it takes. Ids only, never a person's data. */
export const JOBS = {
  verifySession: {
    queue: 'verify',
    data: z.strictObject({ tenantId: id, sessionId: id, epoch: z.int().positive(), requestId }),
  },
  openCapture: {
    queue: 'verify',
    data: z.strictObject({ tenantId: id, sessionId: id, captureId: id, requestId }),
  },
  replaySession: {
    queue: 'verify',
    data: z.strictObject({ tenantId: id, sessionId: id, replayId: id, requestId }),
  },
  trainCandidate: {
    queue: 'verify',
    data: z.strictObject({ tenantId: id, candidateId: id, requestId }),
  },
  enrolFace: {
    queue: 'verify',
    data: z.strictObject({ tenantId: id, sessionId: id, enrolmentId: id, requestId }),
  },
  /** Of the frames of one step, as they come: so that little is left to do when the last are here. */
  measureFrames: {
    queue: 'authenticate',
    data: z.strictObject({ tenantId: id, sessionId: id, captureId: id, requestId }),
  },
  authenticateFace: {
    queue: 'authenticate',
    data: z.strictObject({ tenantId: id, sessionId: id, epoch: z.int().positive(), requestId }),
  },
  dispatchEvent: {
    queue: 'webhooks',
    data: z.strictObject({ tenantId: id, eventId: id, requestId }),
  },
  deliverWebhook: {
    queue: 'webhooks',
    data: z.strictObject({ tenantId: id, deliveryId: id, requestId }),
  },
} as const

export type JobName = keyof typeof JOBS
export type JobData<N extends JobName> = z.infer<(typeof JOBS)[N]['data']>
export type QueueName = (typeof JOBS)[JobName]['queue']

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOBS, name)
}
