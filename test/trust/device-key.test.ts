import { generateKeyPairSync, sign, webcrypto } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { calculateJwkThumbprint } from 'jose'
import { isSignedBy, parseDeviceKey } from '../../src/trust/device-key'
import { hex, testWithVectors, type Wycheproof } from '../support/vectors'

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const JWK = publicKey.export({ format: 'jwk' })
const { x = '', y = '' } = JWK
const coordinates = [x, y].map((text) => Buffer.from(text, 'base64url'))
const POINT = Buffer.concat([Buffer.of(4), ...coordinates])

describe('seal: keys of devices', () => {
  test('come as a JWK, also as browsers export it, or as a point, and are the same key', async () => {
    const exported = { ...JWK, ext: true, key_ops: ['verify'] }
    const key = parseDeviceKey(JSON.stringify(exported))
    expect(key).toEqual({
      publicKey: POINT.toString('base64url'),
      thumbprint: await calculateJwkThumbprint(JWK),
    })
    expect(parseDeviceKey(POINT.toString('base64url'))).toEqual(key)
  })

  test('no private key, no other curve, no point off the curve and no other text is taken', () => {
    const off = Buffer.from(POINT)
    off[64] = (off[64] ?? 0) ^ 1
    const texts = [
      JSON.stringify(privateKey.export({ format: 'jwk' })),
      JSON.stringify(
        generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' }),
      ),
      JSON.stringify({ ...JWK, kty: 'RSA' }),
      JSON.stringify({ ...JWK, x: x.slice(1) }),
      JSON.stringify({ ...JWK, x: `${x}=` }),
      off.toString('base64url'),
      Buffer.alloc(65).toString('base64url'),
      Buffer.concat([Buffer.of(4), Buffer.alloc(64)]).toString('base64url'),
      POINT.subarray(1).toString('base64url'),
      Buffer.concat([Buffer.of(2), ...coordinates]).toString('base64url'),
      POINT.toString('base64'),
      '{',
      '{}',
      '',
      'null',
    ]
    for (const text of texts) expect([text, parseDeviceKey(text)]).toEqual([text, null])
  })

  test('what WebCrypto signs, as a browser does, is accepted; DER is not', async () => {
    const { subtle } = webcrypto
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
    const pair = (await subtle.generateKey(algorithm, false, ['sign'])) as webcrypto.CryptoKeyPair
    const key = parseDeviceKey(JSON.stringify(await subtle.exportKey('jwk', pair.publicKey)))
    const message = Buffer.from('a manifest')
    const options = { name: 'ECDSA', hash: 'SHA-256' }
    const signature = new Uint8Array(await subtle.sign(options, pair.privateKey, message))
    expect(isSignedBy(key?.publicKey ?? '', message, signature)).toBe(true)
    expect(isSignedBy(key?.publicKey ?? '', Buffer.from('A manifest'), signature)).toBe(false)
    expect(isSignedBy(POINT.toString('base64url'), message, signature)).toBe(false)
    expect(
      isSignedBy(POINT.toString('base64url'), message, sign('sha256', message, privateKey)),
    ).toBe(false)
    expect(isSignedBy(POINT.toString('base64url'), message, null)).toBe(false)
  })

  testWithVectors<
    Wycheproof<{ publicKey: { uncompressed: string } }, { msg: string; sig: string }>
  >(
    'wycheproof_ecdsa_secp256r1_sha256_p1363_test.json',
    'Wycheproof’s signatures of ECDSA with P-256 verify, or do not, as they say',
    ({ testGroups }) => {
      let count = 0
      for (const { publicKey: point, tests } of testGroups) {
        const key = parseDeviceKey(hex(point.uncompressed).toString('base64url'))
        for (const { tcId, msg, sig, result } of tests) {
          const verified = isSignedBy(key?.publicKey ?? '', hex(msg), hex(sig))
          expect([tcId, verified]).toEqual([tcId, result === 'valid'])
          count += 1
        }
      }
      expect(count).toBe(262)
    },
  )
})
