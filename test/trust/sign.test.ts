import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  keySetOf,
  newSigningPair,
  privateKeyOf,
  signStatement,
  verifyStatement,
} from '../../src/trust/sign'

const PAIR = newSigningPair()
const KEYS = keySetOf([{ id: 'sig_1', publicKey: PAIR.publicKey }])
const sign = (claims: object, typ: 'kyc-result+jwt' | 'erasure-receipt+jwt' = 'kyc-result+jwt') =>
  signStatement({ ...claims }, { typ, kid: 'sig_1', key: privateKeyOf(PAIR) })

describe('attestation', () => {
  test('what was signed verifies with the public key, and says what it is', async () => {
    const statement = await sign({ aud: 'org_1', outcome: 'APPROVED' })
    expect(await verifyStatement(statement, KEYS, 'org_1')).toEqual({
      typ: 'kyc-result+jwt',
      claims: { aud: 'org_1', outcome: 'APPROVED' },
    })
  })

  test('no part of it can be changed', async () => {
    const statement = await sign({ outcome: 'REJECTED' })
    const parts = statement.split('.').map((part) => Buffer.from(part, 'base64url'))
    await fc.assert(
      fc.asyncProperty(
        fc.nat(2),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (part, place, mask) => {
          const changed = parts.map((bytes, at) => {
            if (at !== part) return bytes.toString('base64url')
            const copy = Buffer.from(bytes)
            copy[place % copy.length] = (copy[place % copy.length] ?? 0) ^ mask
            return copy.toString('base64url')
          })
          await expect(verifyStatement(changed.join('.'), KEYS)).rejects.toThrow()
        },
      ),
    )
  })

  test('of another key, for another audience, of another type or without a signature it does not verify', async () => {
    const other = keySetOf([{ id: 'sig_1', publicKey: newSigningPair().publicKey }])
    const statement = await sign({ aud: 'org_1' })
    await expect(verifyStatement(statement, other)).rejects.toThrow()
    await expect(verifyStatement(statement, keySetOf([]))).rejects.toThrow()
    await expect(verifyStatement(statement, KEYS, 'org_2')).rejects.toThrow()
    const typ = 'JWT' as 'kyc-result+jwt'
    await expect(verifyStatement(await sign({}, typ), KEYS)).rejects.toThrow('of type JWT')
    const none = `${Buffer.from('{"alg":"none","typ":"kyc-result+jwt"}').toString('base64url')}.${statement.split('.')[1]}.`
    await expect(verifyStatement(none, KEYS)).rejects.toThrow()
  })
})
