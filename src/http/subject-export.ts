import type { RequestHandler } from 'express'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { exportApplicant } from '../privacy/export-applicant'
import { authorize } from './authorize'

/** GET /applicants/<id>/export with an API key that has PERSONAL_DATA_EXPORT: all that is kept about a person, as one file. */
export function subjectExportRoute(deps: Deps): RequestHandler<{ id: string }> {
  return async (request, response, next) => {
    try {
      const caller = await authorize(deps, request, response, 'PERSONAL_DATA_EXPORT')
      if (caller === null) return
      const who = { tenantId: caller.tenantId, applicantId: request.params.id }
      const bundle = await exportApplicant(deps, who, caller.id)
      response.attachment(`${who.applicantId}.json`).setHeader('cache-control', 'no-store')
      response.json(bundle)
    } catch (error) {
      if (!(error instanceof AppError)) return next(error)
      response.status(404).json({ code: error.code, message: error.message })
    }
  }
}
