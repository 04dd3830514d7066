import { readAuditLog } from '../../src/audit/read-log'
import type { Deps } from '../../src/deps'
import { checkIntegrity } from '../../src/sessions/check-integrity'
import { type SessionStatus, type SessionTrigger, TRANSITIONS } from '../../src/sessions/states'
import { verifyAudit } from '../../src/trust/verify-audit'
import { query } from './servers'

/** Something that must never be, and the ids that show it. */
export type Violation = { invariant: string; ids: string[] }

/** What holds at any moment, also right after a crash: nothing is torn. Each query finds what breaks it. */
const ALWAYS: Record<string, string> = {
  'a session has the status, and as many changes, as its history says': `
    select s.id from "KycSession" s
    join lateral (select "to", sequence from "SessionEvent" e where e."sessionId" = s.id order by sequence desc limit 1) last on true
    where s.status <> last."to" or s.sequence <> last.sequence`,
  'every session has a history': `
    select s.id from "KycSession" s where not exists (select 1 from "SessionEvent" e where e."sessionId" = s.id)`,
  'a history has no gaps, and each row begins where the one before it ended': `
    select e."sessionId" as id from (
      select *, lag("to") over w as before, row_number() over w as place from "SessionEvent"
      window w as (partition by "sessionId" order by sequence)) e
    where e.sequence <> e.place - 1 or e."from" is distinct from e.before`,
  'every conclusion of the checks has one decision, and every decision its conclusion': `
    select coalesce(c."sessionId", d."sessionId") as id from (
      select "sessionId", count(*) as n from "SessionEvent"
      where actor = 'SYSTEM' and trigger in ('APPROVE', 'REJECT', 'REFER', 'RETAKE')
        and not 'CHECKS_INTERRUPTED' = any(reasons) group by 1) c
    full join (select "sessionId", count(*) as n from "Decision" where "decidedBy" = 'SYSTEM' group by 1) d
      on c."sessionId" = d."sessionId"
    where c.n is distinct from d.n`,
  'a session that waits for a person has one open case, and no other session has one': `
    select coalesce(s.id, c."sessionId") as id from (select id from "KycSession" where status = 'IN_REVIEW') s
    full join (select "sessionId", count(*) as n from "ReviewCase" where stage <> 'CLOSED' group by 1) c on c."sessionId" = s.id
    where c.n is distinct from 1 or s.id is null`,
  'a session is decided for good once at most': `
    select "sessionId" as id from "Decision" where outcome in ('APPROVED', 'REJECTED') group by 1 having count(*) > 1`,
  'a decision stands with its checks and its reading': `
    select d."sessionId" as id from "Decision" d
    where d."decidedBy" = 'SYSTEM' and (
      not exists (select 1 from "Check" c where c."sessionId" = d."sessionId" and c.epoch = d.epoch)
      or not exists (select 1 from "DocumentReading" r where r."sessionId" = d."sessionId" and r.epoch = d.epoch))`,
  'checks and readings stand with a decision': `
    select f."sessionId" as id from (
      select "sessionId", epoch from "Check" union select "sessionId", epoch from "DocumentReading") f
    where not exists (select 1 from "Decision" d where d."sessionId" = f."sessionId" and d.epoch = f.epoch)`,
  'every change of status is announced once': `
    select e."sessionId" as id from "SessionEvent" e
    left join "WebhookEvent" w on w."sessionId" = e."sessionId" and w.sequence = e.sequence
    where e.trigger not in ('CREATE', 'RETRY') and w.id is null`,
  'nothing is announced that did not happen': `
    select w.id from "WebhookEvent" w
    left join "SessionEvent" e on w."sessionId" = e."sessionId" and w.sequence = e.sequence
    where e.id is null`,
  'every change of a session has one row in the audit log, and every such row its change (I8)': `
    select coalesce(e."sessionId", a.object) as id from "SessionEvent" e
    full join (select object, (details->>'sequence')::int as sequence, details->>'to' as "to", actor, count(*) as n
      from "AuditEvent" where action = 'SESSION_CHANGED' group by 1, 2, 3, 4) a
      on a.object = e."sessionId" and a.sequence = e.sequence
    where a.n is distinct from 1 or a."to" is distinct from e."to"::text or a.actor is distinct from e.actor`,
  'an audit log has no gaps, and each row begins where the one before it ended (I8)': `
    select a."tenantId" || ' ' || a.seq as id from (
      select *, lag(hash) over w as before, row_number() over w as place from "AuditEvent"
      window w as (partition by "tenantId" order by seq)) a
    where a.seq <> a.place or a.prev <> coalesce(a.before, repeat('0', 64))`,
  'an audit log ends where its chain does (I8)': `
    select c."tenantId" as id from "AuditChain" c
    left join "AuditEvent" a on a."tenantId" = c."tenantId" and a.seq = c.seq and a.hash = c.hash
    where a.seq is null or exists (select 1 from "AuditEvent" m where m."tenantId" = c."tenantId" and m.seq > c.seq)`,
  'what was started was asked of the queue': `
    select s.id from "KycSession" s where s.epoch > 0
      and not exists (select 1 from "OutboxEntry" o where o."jobId" = s.id || '-verify-' || s.epoch)`,
  'what a capture is known by is stored': `
    select c.id from "Capture" c left join "Blob" b
      on b.key = case when c.status in ('UPLOADED', 'OPENING') then c."uploadKey" else c."imageKey" end
    where c.status in ('UPLOADED', 'OPENING', 'READY', 'REPLACED') and (b.state is distinct from 'LIVE'
      or b.sha256 is distinct from case when c.status in ('UPLOADED', 'OPENING') then c."uploadSha256" else c."imageSha256" end)`,
  'a liveness challenge has announced frames for every answered step': `
    select l.id from "LivenessChallenge" l where l.answered <> (
      select count(*) from "Capture" c where c."challengeId" = l.id and c.burst is not null)`,
  'a liveness challenge has issued every step up to the one at hand': `
    select l.id from "LivenessChallenge" l where least(l.answered + 1, jsonb_array_length(l.steps)) <> (
      select count(*) from "Capture" c where c."challengeId" = l.id)`,
}

/** What holds once everything has had its time: nothing is lost, nobody waits. */
const AT_REST: Record<string, string> = {
  'no session is lost on its way': `select id from "KycSession" where status = 'PROCESSING'`,
  'no sealed capture waits to be opened': `select id from "Capture" where status = 'OPENING'`,
  'no job waits in the outbox': `select id from "OutboxEntry" where "sentAt" is null`,
  'every event went to every endpoint that was there before it': `
    select w.id from "WebhookEvent" w join "WebhookEndpoint" p on p."tenantId" = w."tenantId"
    where p."createdAt" < w."createdAt" and not exists (
      select 1 from "WebhookDelivery" d where d."eventId" = w.id and d."endpointId" = p.id)`,
  'every delivery has arrived or is dead': `
    select id from "WebhookDelivery" where state not in ('DELIVERED', 'DEAD')`,
  'no object waits to be removed': `select key as id from "Blob" where state <> 'LIVE'`,
}

/** What is torn now. */
export function torn(databaseUrl: string): Promise<Violation[]> {
  return broken(databaseUrl, ALWAYS)
}

/** What is torn, lost or left over once all processes had time to heal it. */
export async function violations(
  databaseUrl: string,
  deps: Pick<Deps, 'blobs' | 'blobRecords' | 'now'> & AuditDeps,
): Promise<Violation[]> {
  const found = await broken(databaseUrl, { ...ALWAYS, ...AT_REST })
  const { findings } = await checkIntegrity(deps, false)
  for (const { defect, key } of findings)
    found.push({ invariant: `no object is ${defect}`, ids: [key] })
  return [...found, ...(await forbiddenSteps(databaseUrl)), ...(await brokenLogs(deps))]
}

/** All in one statement: they see one moment, and cost one connection. */
async function broken(url: string, invariants: Record<string, string>): Promise<Violation[]> {
  const names = Object.keys(invariants)
  const parts = Object.values(invariants).map(
    (sql, at) => `select ${at} as at, id from (${sql}) q${at}`,
  )
  const rows = await query(url, parts.join(' union all '))
  return names.flatMap((invariant, at) => {
    const ids = rows.filter((row) => row['at'] === at).map(({ id }) => String(id))
    return ids.length > 0 ? [{ invariant, ids }] : []
  })
}

type AuditDeps = Pick<Deps, 'audit' | 'checkpoints' | 'signer' | 'organizations'>

/** Every hash, every signature, and what lies beside the images. */
async function brokenLogs(deps: AuditDeps): Promise<Violation[]> {
  const found: Violation[] = []
  const keys = await deps.signer.keySet()
  for (const { id } of await deps.organizations.list()) {
    const { defects } = await verifyAudit(await readAuditLog(deps, id), keys)
    for (const { kind, seq } of defects)
      found.push({ invariant: `no audit log is wrong (I8): ${kind}`, ids: [`${id} ${seq}`] })
  }
  return found
}

async function forbiddenSteps(url: string): Promise<Violation[]> {
  const sql = `select distinct "sessionId", "from", trigger, "to" from "SessionEvent" where "from" is not null`
  const rows = (await query(url, sql)) as {
    sessionId: string
    from: SessionStatus
    trigger: SessionTrigger
    to: SessionStatus
  }[]
  const wrong = rows.filter(({ from, trigger, to }) => TRANSITIONS[from][trigger] !== to)
  if (wrong.length === 0) return []
  const ids = wrong.map(({ sessionId }) => sessionId)
  return [{ invariant: 'every change is one that the table of states allows', ids }]
}
