import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { CREDENTIAL_TYPE, issueCredential, verifyCredential } from '../../src/trust/credential'
import { parseDeviceKey } from '../../src/trust/device-key'
import { keySetOf, newSigningPair, privateKeyOf } from '../../src/trust/sign'

const pair = newSigningPair()
const keys = keySetOf([{ id: 'sig_1', ...pair }])
const signer = { kid: 'sig_1', key: privateKeyOf(pair) }
const now = new Date('2026-11-28T12:00:00Z')
const nowSec = now.getTime() / 1000

const device = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const publicKeyOf = (key: KeyObject) =>
  parseDeviceKey(JSON.stringify(key.export({ format: 'jwk' })))?.publicKey ?? ''

const disclosable = { given_name: 'ANNA', family_name: 'ERIKSSON', over_18: true }
const issue = (holder: string | null = null, exp = nowSec + 1000) =>
  issueCredential(
    { iss: 'https://kyc.example', jti: '1', iat: nowSec - 10, exp, holder, disclosable },
    signer,
  )

const sha256 = async (data: string | ArrayBuffer) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', Buffer.from(data as string)))

/** What a wallet does: shows some claims, and signs for whoever asks when it is bound to the device. */
async function present(credential: string, shown: object, by?: { key: KeyObject; nonce: string }) {
  const wallet = new SDJwtVcInstance({
    hasher: sha256,
    hashAlg: 'sha-256',
    kbSignAlg: 'ES256',
    ...(by && {
      kbSigner: (data: string) =>
        sign('sha256', Buffer.from(data), { key: by.key, dsaEncoding: 'ieee-p1363' }).toString(
          'base64url',
        ),
    }),
  })
  const payload = { iat: nowSec, aud: 'https://bank.example', nonce: by?.nonce ?? '' }
  return wallet.present(credential, shown as never, by ? { kb: { payload } } : {})
}

describe('attestation: a credential', () => {
  test('shows what its holder shows, and nothing of what was kept back', async () => {
    const presentation = await present(await issue(), { over_18: true })
    const { claims, audience } = await verifyCredential(presentation, keys, { now })
    expect(claims).toMatchObject({
      over_18: true,
      vct: CREDENTIAL_TYPE,
      iss: 'https://kyc.example',
    })
    expect(Object.keys(claims)).not.toContain('family_name')
    expect(
      Buffer.from(presentation.split('~')[0]?.split('.')[1] ?? '', 'base64url').toString(),
    ).not.toContain('ERIKSSON')
    expect(audience).toBeNull()
  })

  test('that is bound to a device is presented by that device alone, to whoever asked', async () => {
    const [ours, other] = [device(), device()]
    const credential = await issue(publicKeyOf(ours.publicKey))
    const all = { given_name: true, family_name: true, over_18: true }
    const good = await present(credential, all, { key: ours.privateKey, nonce: 'n-1' })
    const { claims, audience } = await verifyCredential(good, keys, { nonce: 'n-1', now })
    expect([claims['family_name'], audience]).toEqual(['ERIKSSON', 'https://bank.example'])
    const stolen = await present(credential, all, { key: other.privateKey, nonce: 'n-1' })
    for (const [text, nonce] of [
      [stolen, 'n-1'],
      [good, 'n-2'],
      [credential, 'n-1'],
      [good, undefined],
    ] as const)
      await expect(verifyCredential(text, keys, { now, ...(nonce && { nonce }) })).rejects.toThrow()
  })

  test('is refused once its time is over, under other keys, and with a claim that was changed or made up', async () => {
    await expect(verifyCredential(await issue(null, nowSec - 1), keys, { now })).rejects.toThrow()
    const others = keySetOf([{ id: 'sig_1', ...newSigningPair() }])
    const credential = await issue()
    await expect(verifyCredential(credential, others, { now })).rejects.toThrow()
    const [jwt = '', ...disclosures] = credential.split('~')
    const made = Buffer.from(JSON.stringify(['salt', 'over_18', false])).toString('base64url')
    for (const odd of [
      [jwt, made, ''],
      [
        jwt.replace(/\.(.)([^.]*)$/, (_, first, rest) => `.${first === 'A' ? 'B' : 'A'}${rest}`),
        ...disclosures,
      ],
      [jwt, `${disclosures[0]}A`, ''],
    ])
      await expect(
        verifyCredential(odd.join('~'), keys, { now }).then(({ claims }) => {
          if (claims['over_18'] === undefined) throw new Error('not shown')
        }),
      ).rejects.toThrow()
  })
})
