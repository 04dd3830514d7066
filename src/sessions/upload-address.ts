import { createHmac, timingSafeEqual } from 'node:crypto'

/** Makes and checks the addresses files are PUT to: the signature covers the capture and the time it ends. */
export function uploadAddresses(publicUrl: string, secret: string) {
  const sign = (captureId: string, expires: number) =>
    createHmac('sha256', secret).update(`upload\n${captureId}\n${expires}`).digest('base64url')
  return {
    addressOf(captureId: string, expiresAt: Date): string {
      const expires = Math.floor(expiresAt.getTime() / 1000)
      return `${publicUrl}/uploads/${captureId}?expires=${expires}&signature=${sign(captureId, expires)}`
    },
    /** Whether the address was made by us and is still good. */
    check(
      captureId: string,
      expires: string,
      signature: string,
      now: Date,
    ): 'OK' | 'EXPIRED' | 'FORGED' {
      const wanted = Buffer.from(sign(captureId, Number(expires)))
      const given = Buffer.from(signature)
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'FORGED'
      return now.getTime() > Number(expires) * 1000 ? 'EXPIRED' : 'OK'
    },
  }
}
