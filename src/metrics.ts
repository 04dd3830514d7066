import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** What this process measures, in the form Prometheus reads. */
export function createMetrics() {
  const registers = [new Registry()] as [Registry]
  collectDefaultMetrics({ register: registers[0] })
  const requests = new Histogram({
    name: 'countersign_http_request_seconds',
    help: 'Time to answer an HTTP request.',
    labelNames: ['route', 'status'],
    buckets: SECONDS,
    registers,
  })
  const verifications = new Histogram({
    name: 'countersign_verification_seconds',
    help: 'Time of one run of all checks.',
    labelNames: ['outcome'],
    buckets: SECONDS,
    registers,
  })
  const webhooks = new Counter({
    name: 'countersign_webhook_attempts_total',
    help: 'Attempts to deliver a webhook.',
    labelNames: ['result'],
    registers,
  })
  const jobFailures = new Counter({
    name: 'countersign_job_failures_total',
    help: 'Jobs that threw.',
    registers,
  })
  const securityEvents = new Counter({
    name: 'countersign_security_events_total',
    help: 'Attempts that were refused, by kind: see docs/logging.md.',
    labelNames: ['event'],
    registers,
  })
  const drifted = new Gauge({
    name: 'countersign_risk_drifted',
    help: 'Organisations whose signals of risk have drifted: see docs/risk.md.',
    labelNames: ['mode'],
    registers,
  })
  const candidates = new Counter({
    name: 'countersign_risk_candidates_total',
    help: 'Candidates for models of risk that were trained, or could not be.',
    labelNames: ['state'],
    registers,
  })
  const queueDepth = new Gauge({
    name: 'countersign_queue_jobs',
    help: 'Jobs waiting or running.',
    labelNames: ['queue'],
    registers,
  })
  const outboxUnsent = new Gauge({
    name: 'countersign_outbox_unsent',
    help: 'Jobs not yet handed to the queue.',
    registers,
  })
  return {
    requestAnswered: (route: string, status: number, seconds: number) =>
      requests.observe({ route, status }, seconds),
    verified: (outcome: string, seconds: number) => verifications.observe({ outcome }, seconds),
    webhookAttempted: (result: string) => webhooks.inc({ result }),
    securityEvent: (event: string) => securityEvents.inc({ event }),
    /** `organizations`: how many, by mode. */
    driftWatched(organizations: Record<string, number>): void {
      for (const [mode, count] of Object.entries(organizations)) drifted.set({ mode }, count)
    },
    candidateDone: (state: string) => candidates.inc({ state }),
    jobFailed: () => jobFailures.inc(),
    backlog(depths: Record<string, number>, unsent: number): void {
      for (const [queue, jobs] of Object.entries(depths)) queueDepth.set({ queue }, jobs)
      outboxUnsent.set(unsent)
    },
    text: () => registers[0].metrics(),
    contentType: registers[0].contentType,
  }
}

export type Metrics = ReturnType<typeof createMetrics>
