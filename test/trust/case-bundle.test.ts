import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type BundleFile, sealBundle, verifyBundle } from '../../src/trust/case-bundle'
import { keySetOf, newSigningPair, privateKeyOf, signStatement } from '../../src/trust/sign'

const PAIR = newSigningPair()
const KEYS = keySetOf([{ id: 'sig_1', publicKey: PAIR.publicKey }])
const key = privateKeyOf(PAIR)
const ABOUT = { iss: 'https://kyc.example', aud: 'org_1', sub: 'rvc_1', iat: 1_790_000_000 }
const FILES = [
  { name: 'portrait.jpg', bytes: Uint8Array.of(255, 216, 1) },
  { name: 'cap_1.jpg', bytes: Uint8Array.of(7) },
]

type Written = {
  contents: { notes: string[] }
  files: { name: string; content: string }[]
  signature: string
}

const seal = (contents: object, files: readonly BundleFile[] = FILES) =>
  sealBundle({ contents, files }, ABOUT, (typ, claims) =>
    signStatement(claims, { typ, kid: 'sig_1', key }),
  )
const verify = (text: string | Uint8Array, keys = KEYS, audience?: string) =>
  verifyBundle(Buffer.from(text), keys, audience)
const faultsOf = async (text: string | Uint8Array) => (await verify(text)).faults

const CONTENTS = {
  case: { id: 'rvc_1', at: new Date(0) },
  notes: ['Zoë\u2028 \ud800 \ufffd "so"', 1e21],
}

describe('bundle', () => {
  test('whatever is sealed is found as it was, and says of whom it is', async () => {
    const file = fc.record({ name: fc.uuid(), bytes: fc.uint8Array({ maxLength: 50 }) })
    const many = fc.uniqueArray(file, { maxLength: 4, selector: ({ name }) => name })
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), fc.jsonValue()),
        many,
        async (contents, files) => {
          const text = await seal(contents, files)
          expect(await verify(text, KEYS, 'org_1')).toMatchObject({ faults: [], claims: ABOUT })
        },
      ),
    )
  })

  test('a byte changed, put in or taken out anywhere is found', async () => {
    const whole = Buffer.from(await seal(CONTENTS))
    const change = fc.constantFrom('change', 'put in', 'take out')
    const space = fc.constantFrom(0x20, 0x0a, 0x30, 0x41, 0x3d)
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        change,
        fc.oneof(space, fc.nat(255)),
        async (at, what, byte) => {
          const middle = what === 'take out' ? [] : [byte]
          const rest = whole.subarray(what === 'put in' ? at : at + 1)
          const changed = Buffer.concat([whole.subarray(0, at), Buffer.from(middle), rest])
          fc.pre(!changed.equals(whole))
          expect(await faultsOf(changed)).not.toEqual([])
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('every single bit counts', async () => {
    const whole = Buffer.from(await seal({ case: 1 }))
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const changed = Buffer.from(whole)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect([bit, await faultsOf(changed)]).not.toEqual([bit, []])
    }
  })

  test('bytes that read as the same character are told apart', async () => {
    const whole = (await seal(CONTENTS)).split('\ufffd').map((part) => Buffer.from(part))
    expect(whole.length).toBe(2)
    const [before, after] = whole as [Buffer, Buffer]
    expect(await faultsOf(Buffer.concat([before, Buffer.of(0xff), after]))).not.toEqual([])
  })

  test('says plainly what is wrong', async () => {
    const text = await seal(CONTENTS)
    const changed = (change: (bundle: Written) => void) => {
      const bundle = JSON.parse(text) as Written
      change(bundle)
      return `${JSON.stringify(bundle)}\n`
    }
    const cases: [string, RegExp][] = [
      ['{', /not JSON/],
      ['{"format":"countersign-case/2"}', /no countersign-case\/1/],
      [changed(({ contents }) => contents.notes.pop()), /^The contents were changed\.$/],
      [
        changed(({ files }) => files.splice(1, 1, { content: 'CA==', name: 'cap_1.jpg' })),
        /^The file cap_1.jpg was changed\.$/,
      ],
      [
        changed(({ files }) => files.splice(1, 1, { content: 'Bx==', name: 'cap_1.jpg' })),
        /^The file cap_1.jpg was changed\.$/,
      ],
      [changed(({ files }) => files.pop()), /^The file cap_1.jpg is missing\.$/],
      [
        changed(({ files }) => files.push(...files.slice(0, 1))),
        /portrait.jpg is not where it was signed/,
      ],
      [
        changed((bundle) => Object.assign(bundle, { signature: `${bundle.signature}x` })),
        /^The signature was changed\.$/,
      ],
      [` ${text}`, /one spelling/],
    ]
    for (const [bad, why] of cases) expect((await faultsOf(bad)).join()).toMatch(why)
  })

  test('signed by another key, for another organisation or of another type is none of ours', async () => {
    const text = await seal(CONTENTS)
    const other = keySetOf([{ id: 'sig_1', publicKey: newSigningPair().publicKey }])
    expect((await verify(text, other)).faults[0]).toMatch(/signature is not genuine/)
    expect((await verify(text, KEYS, 'org_2')).faults[0]).toMatch(/"aud"/)
    const decision = await signStatement(ABOUT, { typ: 'kyc-result+jwt', kid: 'sig_1', key })
    const swapped = { ...JSON.parse(text), signature: decision }
    expect(await faultsOf(JSON.stringify(swapped))).toEqual([
      'The signature is of a kyc-result+jwt.',
    ])
  })
})
