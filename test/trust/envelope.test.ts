import { createCipheriv } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { newKey, open, openObject, type Purpose, seal, sealObject } from '../../src/trust/envelope'
import { hex, testWithVectors, type Wycheproof } from '../support/vectors'

const PURPOSE: Purpose = {
  tenantId: 'org_1',
  sessionId: 'ses_1',
  object: 'org_1/ses_1/a',
  kind: 'SELFIE',
  sha256: 'ab'.repeat(32),
}

describe('envelope', () => {
  test('gives back what was sealed, and seals nothing twice alike', () => {
    const key = newKey()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (plain) => {
        const sealed = sealObject(key, PURPOSE, plain)
        expect(openObject(key, PURPOSE, sealed).equals(plain)).toBe(true)
        expect(sealObject(key, PURPOSE, plain)).not.toEqual(sealed)
      }),
    )
  })

  test('opens for no other purpose, and with no other key', () => {
    const key = newKey()
    const sealed = sealObject(key, PURPOSE, Buffer.from('a face'))
    for (const part of Object.keys(PURPOSE) as (keyof Purpose)[]) {
      expect(() => openObject(key, { ...PURPOSE, [part]: 'other' }, sealed)).toThrow()
      expect(() => openObject(key, { ...PURPOSE, [part]: '' }, sealed)).toThrow()
    }
    expect(() => openObject(newKey(), PURPOSE, sealed)).toThrow()
  })

  test('parts of a purpose cannot run into each other', () => {
    const key = newKey()
    expect(() => sealObject(key, { ...PURPOSE, object: 'a|b' }, Buffer.of(1))).toThrow('bar')
    const sealed = sealObject(key, { ...PURPOSE, object: 'ab', kind: 'c' }, Buffer.of(1))
    expect(() => openObject(key, { ...PURPOSE, object: 'a', kind: 'bc' }, sealed)).toThrow()
  })

  test('no byte can be flipped, cut off or added', () => {
    const key = newKey()
    const sealed = sealObject(key, PURPOSE, Buffer.from('the picture of a passport'))
    for (let at = 0; at < sealed.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = Uint8Array.from(sealed)
        changed[at] = (changed[at] ?? 0) ^ (1 << bit)
        expect(() => openObject(key, PURPOSE, changed)).toThrow()
      }
      expect(() => openObject(key, PURPOSE, sealed.subarray(0, at))).toThrow()
    }
    expect(() => openObject(key, PURPOSE, Buffer.concat([sealed, Buffer.of(0)]))).toThrow()
  })

  test('a tag of four bytes, which Node would take by default, does not open', () => {
    const key = newKey()
    const nonce = Buffer.alloc(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 4 })
    const text = Buffer.concat([cipher.update('plain'), cipher.final()])
    expect(() => open(key, '', Buffer.concat([nonce, text, cipher.getAuthTag()]))).toThrow()
  })

  test('the parts of two objects cannot be put together', () => {
    const key = newKey()
    const [one, two] = [Buffer.from('one'), Buffer.from('two')].map((plain) => {
      return sealObject(key, PURPOSE, plain)
    })
    const mixed = Buffer.concat([one?.subarray(0, 64) ?? [], two?.subarray(64) ?? []] as Buffer[])
    expect(() => openObject(key, PURPOSE, mixed)).toThrow()
  })
})

type Vector = Record<'key' | 'iv' | 'aad' | 'msg' | 'ct' | 'tag', string>
type Group = { keySize: number; ivSize: number; tagSize: number }

testWithVectors<Wycheproof<Group, Vector>>(
  'wycheproof_aes_gcm_test.json',
  'envelope: Wycheproof’s AES-256-GCM vectors open, or do not, as they say',
  ({ testGroups }) => {
    const ours = testGroups.filter(({ keySize, ivSize, tagSize }) => {
      return keySize === 256 && ivSize === 96 && tagSize === 128
    })
    const tests = ours.flatMap((group) => group.tests)
    expect(tests.length).toBeGreaterThan(60)
    for (const { key, iv, aad, msg, ct, tag, result, tcId } of tests) {
      const sealed = Buffer.concat([hex(iv), hex(ct), hex(tag)])
      if (result === 'valid')
        expect([tcId, open(hex(key), hex(aad), sealed).toString('hex')]).toEqual([tcId, msg])
      else expect(() => open(hex(key), hex(aad), sealed)).toThrow()
    }
  },
)

test('envelope: what seal gives is nonce, ciphertext and a tag of sixteen bytes', () => {
  expect(seal(newKey(), '', Buffer.from('text'))).toHaveLength(12 + 4 + 16)
})
