import { AskError } from '../../../shared/ask'
import {
  type CaseHeadFragment,
  completeAttachmentDocument,
  createAttachmentDocument,
} from '../../generated/graphql'
import { act } from '../act'

/** What the server takes; it looks at the bytes as well. */
export const KINDS = ['application/pdf', 'image/jpeg', 'image/png']
export const MOST_FILES = 20
const MOST_BYTES = 10_000_000

/**
 * Puts a file on the case: announced by its hash, sent, then said to be there. `onSent`: the share of it that was sent, 0..1.
 * @throws AskError
 */
export async function attach(
  caseId: string,
  file: File,
  onSent: (share: number) => void,
): Promise<CaseHeadFragment | null> {
  const { name, type: mediaType, size: byteLength } = file
  if (!KINDS.includes(mediaType)) throw new AskError('FILE_UNSUPPORTED', '')
  if (byteLength > MOST_BYTES) throw new AskError('UPLOAD_TOO_LARGE', '')
  const sha256 = await hashOf(file)
  const announced = { caseId, name, mediaType, sha256, byteLength }
  const upload = await act(createAttachmentDocument, announced)
  if (!upload) throw new AskError('INTERNAL_SERVER_ERROR', 'There is no address to send to.')
  await put(upload.uploadUrl, file, onSent)
  return act(completeAttachmentDocument, { attachmentId: upload.id })
}

async function hashOf(file: File): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** fetch tells nothing of how far it is. The address is our own server's, under whatever name the page was opened. */
function put(url: string, file: File, onSent: (share: number) => void): Promise<void> {
  const { pathname, search } = new URL(url)
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest()
    request.open('PUT', `${pathname}${search}`)
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onSent(loaded / total)
    request.onerror = () => fail(new AskError('OFFLINE', 'The server cannot be reached.'))
    request.onload = () => {
      if (request.status === 201) return done()
      const { code = 'INTERNAL_SERVER_ERROR', message = '' } = request.response ?? {}
      fail(new AskError(code, message, Number(request.getResponseHeader('retry-after')) || null))
    }
    request.send(file)
  })
}
