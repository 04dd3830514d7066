import { sha256 } from '../../src/sessions/sha256'
import { apiClient, type Credentials } from './api'

/** A PDF of one empty page, enough for whoever looks for its first bytes. `says`: so that two differ. */
export const pdf = (says = '') => Buffer.from(`%PDF-1.7\n% ${says}\n%%EOF\n`)

type Wish = { name?: string; mediaType?: string; byteLength?: number; sha256?: string }

/** The three steps of attaching a file, as one asks for them. */
export function attacher(url: string, as: Credentials) {
  const api = apiClient(url, as)
  const announce = (caseId: string, bytes: Uint8Array, wish: Wish = {}) =>
    api.mutate(
      'caseAttachmentCreate',
      {
        ...{ caseId, name: 'letter.pdf', mediaType: 'application/pdf' },
        ...{ sha256: sha256(bytes), byteLength: bytes.length, ...wish },
      },
      'id uploadUrl expiresAt',
    )
  const complete = (attachmentId: string) =>
    api.mutate('caseAttachmentComplete', { attachmentId }, `id attachments { ${ATTACHMENT} }`)
  return {
    announce,
    complete,
    put: api.put,
    /** All three; the last answer. */
    async attach(caseId: string, bytes: Uint8Array, wish: Wish = {}) {
      const announced = await announce(caseId, bytes, wish)
      if (!announced.result) return announced
      await api.put(announced.result.uploadUrl, bytes)
      return complete(announced.result.id)
    },
  }
}

export const ATTACHMENT = 'id name mediaType byteLength sha256 sentSha256 authorId at kept'
