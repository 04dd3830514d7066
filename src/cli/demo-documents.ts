/** What the demo's client asks, as constant documents: see trusted-documents.json, which `npm run trusted` makes of them. */

const REASON = 'code internalMessage evidence { field measured limit }'

const RESULT = `id status
  documentReading {
    format lines
    fields { name source value confidence uncertain }
    agreements { field left right result }
    checkDigits { field printed expected valid }
  }
  checks { name outcome durationMs reasons { ${REASON} } }
  decision { outcome policyVersion reasons { ${REASON} } timings { step durationMs } }`

export const DEMO_DOCUMENTS = {
  applicantCreate: mutation('applicantCreate', 'id'),
  kycSessionCreate: mutation('kycSessionCreate', 'id'),
  kycSessionSubmit: mutation('kycSessionSubmit', 'status'),
  captureUploadCreate: mutation('captureUploadCreate', 'uploadUrl capture { id }'),
  captureComplete: mutation('captureComplete', 'status'),
  riskSettingsUpdate: mutation('riskSettingsUpdate', 'groups'),
  riskDetailsRecord: mutation('riskDetailsRecord', 'id'),
  labelCreate: mutation('labelCreate', 'id'),
  organizationUpdate: mutation('organizationUpdate', 'id'),
  policyDraft: mutation('policyDraft', 'id sha256'),
  policyPublish: mutation('policyPublish', 'id'),
  reviewCases:
    'query($filter: ReviewCaseFilterInput) { reviewCases(first: 100, filter: $filter) { nodes { id status reasons } } }',
  reviewCaseTake: mutation('reviewCaseTake', 'id'),
  reviewCaseDecide: mutation('reviewCaseDecide', 'id'),
  reviewCaseEscalate: mutation('reviewCaseEscalate', 'id'),
  reviewNoteAdd: mutation('reviewNoteAdd', 'id'),
  caseFieldCorrect: mutation('caseFieldCorrect', 'id'),
  kycSession: `query($id: ID!) { kycSession(id: $id) { ${RESULT} } }`,
  kycSessionUpdated: 'subscription($id: ID!) { kycSessionUpdated(id: $id) { status } }',
}

/** A mutation of one `input`. */
function mutation(name: string, selection: string): string {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  return `mutation($input: ${type}!) { ${name}(input: $input) { result { ${selection} } userErrors { code message } } }`
}
