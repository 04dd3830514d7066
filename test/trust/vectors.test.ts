import { describe, expect, test } from '@jest/globals'
import { importJWK } from 'jose'
import { hkdf } from '../../src/trust/hkdf'
import { hmac, isHmac } from '../../src/trust/hmac'
import { keySetOf } from '../../src/trust/sign'
import { hex, testWithVectors, type Wycheproof } from '../support/vectors'

describe('envelope: what keys are derived and signed with', () => {
  test('HKDF gives the first example of RFC 5869, and refuses more than it can give', () => {
    const derived = hkdf(Buffer.alloc(22, 0x0b), {
      salt: hex('000102030405060708090a0b0c'),
      info: hex('f0f1f2f3f4f5f6f7f8f9'),
      byteLength: 42,
    })
    expect(derived.toString('hex')).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    )
    expect(() => hkdf('secret', { info: '', byteLength: 255 * 32 + 1 })).toThrow()
  })

  test('HMAC gives the second example of RFC 4231, and only the whole of it is taken', () => {
    const mac = hmac('Jefe', 'what do ya want for nothing?')
    expect(mac.toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    )
    expect(isHmac('Jefe', 'what do ya want for nothing?', mac)).toBe(true)
    expect(isHmac('Jefe', 'what do ya want for nothing?', mac.subarray(0, 16))).toBe(false)
  })

  type Hkdf = Record<'ikm' | 'salt' | 'info' | 'okm', string> & { size: number }
  testWithVectors<Wycheproof<object, Hkdf>>(
    'wycheproof_hkdf_sha256_test.json',
    'Wycheproof’s vectors of HKDF with SHA-256 give what they say, or are refused',
    ({ testGroups }) => {
      const tests = testGroups.flatMap((group) => group.tests)
      expect(tests).toHaveLength(86)
      for (const { tcId, ikm, salt, info, okm, size, result } of tests) {
        const derive = () =>
          hkdf(hex(ikm), { salt: hex(salt), info: hex(info), byteLength: size }).toString('hex')
        if (result === 'valid') expect([tcId, derive()]).toEqual([tcId, okm])
        else expect(derive).toThrow()
      }
    },
  )

  type Mac = Record<'key' | 'msg' | 'tag', string>
  testWithVectors<Wycheproof<{ tagSize: number }, Mac>>(
    'wycheproof_hmac_sha256_test.json',
    'Wycheproof’s vectors of HMAC with SHA-256 are taken, or not, as they say; tags cut short never',
    ({ testGroups }) => {
      let count = 0
      for (const { tagSize, tests } of testGroups)
        for (const { tcId, key, msg, tag, result } of tests) {
          const taken = isHmac(hex(key), hex(msg), hex(tag))
          expect([tcId, taken]).toEqual([tcId, result === 'valid' && tagSize === 256])
          count += 1
        }
      expect(count).toBe(174)
    },
  )

  // Statements verify with these keys through jose, which asks WebCrypto as here; a vector's message is no JWS.
  testWithVectors<Wycheproof<{ publicKey: { pk: string } }, { msg: string; sig: string }>>(
    'wycheproof_ed25519_test.json',
    'Wycheproof’s signatures of Ed25519 verify with keys of our key set, or do not, as they say',
    async ({ testGroups }) => {
      let count = 0
      for (const { publicKey, tests } of testGroups) {
        const x = hex(publicKey.pk).toString('base64url')
        const [jwk] = keySetOf([{ id: 'sig_1', publicKey: x }]).keys
        const key = (await importJWK(jwk ?? {})) as CryptoKey
        for (const { tcId, msg, sig, result } of tests) {
          const verified = await crypto.subtle.verify('Ed25519', key, hex(sig), hex(msg))
          expect([tcId, verified]).toEqual([tcId, result === 'valid'])
          count += 1
        }
      }
      expect(count).toBe(151)
    },
  )
})
