import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RequestHandler } from 'express'
import { exportAuditLog } from '../audit/export-log'
import type { Deps } from '../deps'
import { authorize } from './authorize'

/** GET /audit/export with an API key that has AUDIT_READ: the audit log as lines of JSON, for `countersign audit verify`. */
export function auditExportRoute(deps: Deps): RequestHandler {
  return async (request, response) => {
    const caller = await authorize(deps, request, response, 'AUDIT_READ')
    if (caller === null) return
    const { tenantId, id: actor } = caller
    response.attachment(`audit-${tenantId}.ndjson`).type('application/x-ndjson')
    response.setHeader('cache-control', 'no-store')
    await pipeline(Readable.from(exportAuditLog(deps, { tenantId, actor })), response)
  }
}
