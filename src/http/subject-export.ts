import type { RequestHandler } from 'express'
import { authenticate } from '../access/authenticate'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { exportApplicant } from '../privacy/export-applicant'
import { memberTokenOf } from './member-cookie'

/** GET /applicants/<id>/export with an API key that has PERSONAL_DATA_EXPORT: all that is kept about a person, as one file. */
export function subjectExportRoute(deps: Deps): RequestHandler<{ id: string }> {
  return async (request, response, next) => {
    try {
      const caller = await authenticate(deps, {
        authorization: request.headers.authorization,
        memberToken: memberTokenOf(request, deps.settings.publicUrl),
        address: request.ip ?? '',
      })
      if (caller === null) return void response.status(401).json(UNAUTHENTICATED)
      if (!caller.may.includes('PERSONAL_DATA_EXPORT'))
        return void response.status(403).json(FORBIDDEN)
      const who = { tenantId: caller.tenantId, applicantId: request.params.id }
      const bundle = await exportApplicant(deps, who)
      response.attachment(`${who.applicantId}.json`).setHeader('cache-control', 'no-store')
      response.json(bundle)
    } catch (error) {
      if (!(error instanceof AppError)) return next(error)
      response.status(404).json({ code: error.code, message: error.message })
    }
  }
}

const UNAUTHENTICATED = {
  code: 'UNAUTHENTICATED',
  message: 'Send your API key: Authorization: Bearer cs_test_…',
}

const FORBIDDEN = {
  code: 'FORBIDDEN',
  message: 'You are not allowed to do this: it needs PERSONAL_DATA_EXPORT.',
}
