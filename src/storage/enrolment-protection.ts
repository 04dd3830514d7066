import { hkdf } from '../trust/hkdf'
import { protectTemplates, type TemplateProtection } from '../trust/protect-template'
import type { Keys } from './keys'

/**
 * A rotation of this enrolment's own: its template has nothing in common with that of a search (storage/risk-faces.ts), of
 * another enrolment of the same person, or of another organisation. `size`: numbers of a template.
 */
export async function enrolmentProtection(
  keys: Keys,
  { id, tenantId }: { id: string; tenantId: string },
  size: number,
): Promise<TemplateProtection> {
  const index = await keys.forIndexing(tenantId)
  const info = `countersign face authentication v1|${id}`
  return protectTemplates(hkdf(index, { info, byteLength: 32 }), size)
}
