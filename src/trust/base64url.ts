/**
 * Exactly so many bytes from base64url (RFC 4648 §5) without padding, in the one spelling that they have: else the last
 * character could be changed and nobody would notice. @returns null when it is something else
 */
export function fromBase64Url(text: string, byteLength: number): Buffer | null {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.length === byteLength && bytes.toString('base64url') === text ? bytes : null
}
