import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openCheckpoint, signCheckpoint } from '../../src/trust/checkpoint'
import { keySetOf, newSigningPair, privateKeyOf } from '../../src/trust/sign'

const pair = newSigningPair()
const by = { publicKey: pair.publicKey, key: privateKeyOf(pair) }
const keys = keySetOf([{ id: 'sig_1', publicKey: pair.publicKey }])
const checkpoint = { origin: 'kyc.example.com/audit/org_1', size: 42, root: 'ab'.repeat(32) }

/** The key of the tests of golang.org/x/mod/sumdb/note: name, key id, and type and key. */
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'

describe('audit: a checkpoint', () => {
  test('is a signed note that the key set opens', () => {
    const note = signCheckpoint(checkpoint, by)
    expect(note.split('\n').slice(0, 4)).toEqual([
      'kyc.example.com/audit/org_1',
      '42',
      Buffer.from(checkpoint.root, 'hex').toString('base64'),
      '',
    ])
    expect(openCheckpoint(note, keys)).toEqual(checkpoint)
  })

  test('names its key as other implementations do', () => {
    const [origin = '', id = '', key = ''] = GO_KEY.split('+')
    const publicKey = Buffer.from(key, 'base64').subarray(1).toString('base64url')
    const line = signCheckpoint({ ...checkpoint, origin }, { ...by, publicKey })
      .split(' ')
      .at(-1)
    expect(Buffer.from(line ?? '', 'base64').toString('hex')).toMatch(new RegExp(`^${id}`))
  })

  test('with one character changed, anywhere, is refused', () => {
    const note = signCheckpoint(checkpoint, by)
    const places = fc.nat({ max: note.length - 1 })
    fc.assert(
      fc.property(places, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), (at, c) => {
        fc.pre(note[at] !== c)
        const changed = note.slice(0, at) + c + note.slice(at + 1)
        expect(() => openCheckpoint(changed, keys)).toThrow()
      }),
      { numRuns: 2000 },
    )
  })

  test('of another key, or with nothing to open it, is refused', () => {
    const note = signCheckpoint(checkpoint, by)
    const other = keySetOf([{ id: 'sig_2', publicKey: newSigningPair().publicKey }])
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const jwk = { ...publicKey.export({ format: 'jwk' }), kty: 'EC' }
    expect(() => openCheckpoint(note, other)).toThrow(/None of the keys/)
    expect(() => openCheckpoint(note, { keys: [jwk] })).toThrow(/None of the keys/)
    expect(() => openCheckpoint(note, { keys: [] })).toThrow(/None of the keys/)
    expect(() => openCheckpoint('', keys)).toThrow(/no signed checkpoint/)
  })
})
