import { beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { newSealingPair, openSealed, type SealingPair, sealTo } from '../../src/trust/hpke'
import { hex, testWithVectors } from '../support/vectors'

const INFO = 'countersign-capture-v1|org_1|ses_1|cap_1|nonce|SELFIE'
const binding = { info: INFO }

let pair: SealingPair
beforeAll(async () => {
  pair = await newSealingPair()
})

describe('seal: HPKE', () => {
  test('gives back what was sealed, and seals nothing twice alike', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (plain) => {
        const sealed = await sealTo(pair.publicKey, binding, plain)
        expect(sealed).toHaveLength(65 + plain.length + 16)
        expect(Buffer.from(await openSealed(pair, binding, sealed)).equals(plain)).toBe(true)
        expect(await sealTo(pair.publicKey, binding, plain)).not.toEqual(sealed)
      }),
      { numRuns: 50 },
    )
  })

  test('no byte can be flipped, cut off or added', async () => {
    const sealed = await sealTo(pair.publicKey, binding, Buffer.from('the picture of a passport'))
    for (let at = 0; at < sealed.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = Uint8Array.from(sealed)
        changed[at] = (changed[at] ?? 0) ^ (1 << bit)
        await expect(openSealed(pair, binding, changed)).rejects.toThrow()
      }
      await expect(openSealed(pair, binding, sealed.subarray(0, at))).rejects.toThrow()
    }
    const longer = Buffer.concat([sealed, Buffer.of(0)])
    await expect(openSealed(pair, binding, longer)).rejects.toThrow()
  })

  test('opens with no other key, for no other info and with no other data', async () => {
    const sealed = await sealTo(pair.publicKey, binding, Buffer.from('a face'))
    await expect(openSealed(await newSealingPair(), binding, sealed)).rejects.toThrow()
    await expect(openSealed(pair, { info: `${INFO} ` }, sealed)).rejects.toThrow()
    await expect(openSealed(pair, { info: '' }, sealed)).rejects.toThrow()
    await expect(openSealed(pair, { ...binding, aad: Buffer.of(0) }, sealed)).rejects.toThrow()
  })

  test('seals to no point off the curve', async () => {
    const point = Buffer.from(pair.publicKey, 'base64url')
    point[64] = (point[64] ?? 0) ^ 1
    const zero = Buffer.alloc(65)
    for (const wrong of [point, zero, point.subarray(1), Buffer.alloc(0)])
      await expect(sealTo(wrong.toString('base64url'), binding, Buffer.of(1))).rejects.toThrow()
  })
})

type Vector = Record<'info' | 'skRm' | 'pkRm' | 'enc', string> &
  Record<'mode' | 'kem_id' | 'kdf_id' | 'aead_id', number> & {
    encryptions: Record<'aad' | 'ct' | 'pt', string>[]
  }

testWithVectors<Vector[]>(
  'rfc9180.json.gz',
  'seal: the vectors of RFC 9180 for our suite open, and only in their place',
  async (all) => {
    const ours = all.filter(({ mode, kem_id, kdf_id, aead_id }) => {
      return mode === 0 && kem_id === 0x10 && kdf_id === 1 && aead_id === 2
    })
    expect(ours).toHaveLength(1)
    for (const { info, skRm, pkRm, enc, encryptions } of ours) {
      const recipient = { publicKey: hex(pkRm).toString('base64url'), secret: hex(skRm) }
      const open = ({ ct, aad }: { ct: string; aad: string }) =>
        openSealed(recipient, { info: hex(info), aad: hex(aad) }, hex(enc + ct))
      const [first, ...later] = encryptions as [Vector['encryptions'][0]]
      expect(Buffer.from(await open(first)).toString('hex')).toBe(first.pt)
      // Later ones have other nonces; we seal once with each key.
      for (const one of later) await expect(open(one)).rejects.toThrow()
    }
  },
)
