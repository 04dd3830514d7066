import { fromBase64Url } from '../trust/base64url'
import { hmac, isHmac } from '../trust/hmac'

const SIGNATURE_BYTES = 32

/** Makes and checks the addresses files are PUT to: the signature covers the capture and the time it ends. */
export function uploadAddresses(publicUrl: string, secret: string) {
  const signed = (captureId: string, expires: number) => `upload\n${captureId}\n${expires}`
  return {
    addressOf(captureId: string, expiresAt: Date): string {
      const expires = Math.floor(expiresAt.getTime() / 1000)
      const signature = hmac(secret, signed(captureId, expires)).toString('base64url')
      return `${publicUrl}/uploads/${captureId}?expires=${expires}&signature=${signature}`
    },
    /** Whether the address was made by us and is still good. */
    check(
      captureId: string,
      expires: string,
      signature: string,
      now: Date,
    ): 'OK' | 'EXPIRED' | 'FORGED' {
      const given = fromBase64Url(signature, SIGNATURE_BYTES)
      const good = given !== null && isHmac(secret, signed(captureId, Number(expires)), given)
      if (!good) return 'FORGED'
      return now.getTime() > Number(expires) * 1000 ? 'EXPIRED' : 'OK'
    },
  }
}
