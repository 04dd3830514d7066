import {
  constants,
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import {
  bitString,
  boolean,
  indefinite,
  integer,
  nothing,
  octetString,
  oid,
  printable,
  sequence,
  set,
  time,
  tlv,
  utf8,
} from './der'

/** A made-up country's certificates, for tests alone: keys are new in every run. */
export type Scheme = 'RSA' | 'PSS' | 'ECDSA' | 'ECDSA_PLAIN'
export type KeyPair = { privateKey: KeyObject; spki: Buffer; scheme: Scheme }
export type Holder = KeyPair & {
  der: Buffer
  name: Buffer
  serial: Buffer
  keyId: Buffer
  country: string
}

export const day = (text: string) => new Date(`${text}T12:00:00Z`)

export function rsaKeys(modulusLength: number, scheme: 'RSA' | 'PSS'): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength })
  return { privateKey, spki: publicKey.export({ type: 'spki', format: 'der' }), scheme }
}

export function ecKeys(
  namedCurve: string,
  scheme: 'ECDSA' | 'ECDSA_PLAIN' = 'ECDSA',
  paramEncoding: 'named' | 'explicit' = 'named',
): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve, paramEncoding })
  return { privateKey, spki: publicKey.export({ type: 'spki', format: 'der' }), scheme }
}

export type CertificateOptions = {
  keys: KeyPair
  /** Null: self-signed. */
  issuer: Holder | null
  name: string
  country?: string
  ca?: boolean
  from?: Date
  to?: Date
  /** Bytes of the bit string of key usage. */
  usage?: number
  purposes?: string[]
  critical?: string
  serial?: Buffer
}

/** An X.509 certificate and its key. */
export function certify(options: CertificateOptions): Holder {
  const { keys, issuer, country = 'UT', from = day('2020-01-01'), to = day('2040-01-01') } = options
  const name = nameOf(country, options.name)
  const serial = options.serial ?? Buffer.concat([Buffer.from([1]), randomBytes(8)])
  const keyId = createHash('sha1').update(keys.spki).digest()
  const holder = { ...keys, name, serial, keyId, country, der: Buffer.alloc(0) }
  const signer = issuer ?? holder
  const tbs = sequence(
    tlv(0xa0, integer(2)),
    integer(serial),
    algorithm(signer.scheme),
    signer.name,
    sequence(time(from), time(to)),
    name,
    keys.spki,
    tlv(0xa3, sequence(...extensions(options, keyId, signer.keyId))),
  )
  return { ...holder, der: signed(tbs, signer) }
}

function nameOf(country: string, name: string): Buffer {
  const part = (type: string, value: Buffer) => set(sequence(oid(type), value))
  return sequence(part('2.5.4.6', printable(country)), part('2.5.4.3', utf8(name)))
}

function extensions(
  { ca = false, usage, purposes, critical }: CertificateOptions,
  keyId: Buffer,
  issuerKeyId: Buffer,
): Buffer[] {
  const one = (id: string, value: Buffer, isCritical = false) =>
    sequence(oid(id), ...(isCritical ? [boolean(true)] : []), octetString(value))
  return [
    one('2.5.29.14', octetString(keyId)),
    one('2.5.29.35', sequence(tlv(0x80, issuerKeyId))),
    one('2.5.29.15', bitString(Buffer.from([usage ?? (ca ? 0x06 : 0x80)])), true),
    ...(ca ? [one('2.5.29.19', sequence(boolean(true)), true)] : []),
    ...(purposes ? [one('2.5.29.37', sequence(...purposes.map(oid)), true)] : []),
    ...(critical ? [one(critical, nothing(), true)] : []),
  ]
}

/** SEQUENCE { what is signed, algorithm, signature }: certificates and revocation lists alike. */
function signed(tbs: Buffer, signer: KeyPair): Buffer {
  return sequence(tbs, algorithm(signer.scheme), bitString(signatureOf(tbs, signer)))
}

function signatureOf(bytes: Uint8Array, { privateKey, scheme }: KeyPair): Buffer {
  const key = privateKey
  if (scheme === 'PSS')
    return sign('sha256', bytes, {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    })
  if (scheme === 'ECDSA_PLAIN') return sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })
  return sign('sha256', bytes, key)
}

const SHA256 = '2.16.840.1.101.3.4.2.1'

/** All with SHA-256. */
function algorithm(scheme: Scheme): Buffer {
  const hash = sequence(oid(SHA256), nothing())
  switch (scheme) {
    case 'RSA':
      return sequence(oid('1.2.840.113549.1.1.11'), nothing())
    case 'PSS':
      return sequence(
        oid('1.2.840.113549.1.1.10'),
        sequence(
          tlv(0xa0, hash),
          tlv(0xa1, sequence(oid('1.2.840.113549.1.1.8'), hash)),
          tlv(0xa2, integer(32)),
        ),
      )
    case 'ECDSA':
      return sequence(oid('1.2.840.10045.4.3.2'))
    case 'ECDSA_PLAIN':
      return sequence(oid('0.4.0.127.0.7.1.1.4.1.3'))
  }
}

export type MessageOptions = {
  signingTime?: Date
  /** Changes the attributes after the digest was computed. */
  digest?: Buffer
  byKeyId?: boolean
  /** Lengths left open, the content in pieces. */
  ber?: boolean
  withoutCertificate?: boolean
  withoutAttributes?: boolean
}

/** CMS SignedData around `content`. */
export function signedMessage(
  contentType: string,
  content: Buffer,
  signer: Holder,
  options: MessageOptions = {},
): Buffer {
  const { digest = createHash('sha256').update(content).digest(), signingTime, byKeyId } = options
  const attribute = (id: string, value: Buffer) => sequence(oid(id), set(value))
  const attributes = Buffer.concat([
    attribute('1.2.840.113549.1.9.3', oid(contentType)),
    ...(signingTime ? [attribute('1.2.840.113549.1.9.5', time(signingTime))] : []),
    attribute('1.2.840.113549.1.9.4', octetString(digest)),
  ])
  const covered = options.withoutAttributes ? content : set(attributes)
  const info = sequence(
    integer(byKeyId ? 3 : 1),
    byKeyId ? tlv(0x80, signer.keyId) : sequence(issuerOf(signer), integer(signer.serial)),
    sequence(oid(SHA256), nothing()),
    ...(options.withoutAttributes ? [] : [tlv(0xa0, attributes)]),
    algorithm(signer.scheme),
    octetString(signatureOf(covered, signer)),
  )
  const parts = [
    integer(3),
    set(sequence(oid(SHA256), nothing())),
    encapsulated(contentType, content, options.ber === true),
    ...(options.withoutCertificate ? [] : [tlv(0xa0, signer.der)]),
    set(info),
  ]
  const signedData = '1.2.840.113549.1.7.2'
  if (!options.ber) return sequence(oid(signedData), tlv(0xa0, sequence(...parts)))
  return indefinite(0x30, oid(signedData), indefinite(0xa0, indefinite(0x30, ...parts)))
}

function encapsulated(contentType: string, content: Buffer, ber: boolean): Buffer {
  if (!ber) return sequence(oid(contentType), tlv(0xa0, octetString(content)))
  const middle = content.length >> 1
  const pieces = [content.subarray(0, middle), content.subarray(middle)].map((part) =>
    octetString(part),
  )
  return indefinite(0x30, oid(contentType), indefinite(0xa0, indefinite(0x24, ...pieces)))
}

/** The issuer's name as it stands in the certificate: the fourth element of what was signed. */
function issuerOf({ der }: Holder): Buffer {
  const elements = inside(inside(der)[0] ?? der)
  return elements[3] ?? Buffer.alloc(0)
}

function inside(der: Buffer): Buffer[] {
  const found: Buffer[] = []
  for (let at = headOf(der, 0); at < der.length; ) {
    const end = headOf(der, at) + lengthAt(der, at)
    found.push(der.subarray(at, end))
    at = end
  }
  return found
}

function headOf(der: Buffer, at: number): number {
  const first = der[at + 1] ?? 0
  return at + 2 + (first < 0x80 ? 0 : first - 0x80)
}

function lengthAt(der: Buffer, at: number): number {
  const first = der[at + 1] ?? 0
  return first < 0x80 ? first : der.readUIntBE(at + 2, first - 0x80)
}

/** EF.SOD over these data groups. */
export function securityObject(
  groups: Record<number, Uint8Array>,
  signer: Holder,
  options: MessageOptions = {},
): Buffer {
  const hashes = Object.entries(groups).map(([number, bytes]) =>
    sequence(integer(Number(number)), octetString(createHash('sha256').update(bytes).digest())),
  )
  const content = sequence(integer(0), sequence(oid(SHA256), nothing()), sequence(...hashes))
  return tlv(0x77, signedMessage('2.23.136.1.1.1', content, signer, options))
}

export const LIST_SIGNING = '2.23.136.1.1.3'

export function masterList(certificates: Buffer[], signer: Holder, options: MessageOptions = {}) {
  return signedMessage(
    '2.23.136.1.1.2',
    sequence(integer(0), set(...certificates)),
    signer,
    options,
  )
}

/** A revocation list of `issuer`, with these serial numbers on it. */
export function revocationList(
  issuer: Holder,
  serials: Buffer[],
  { from = day('2024-01-01'), to = day('2030-01-01'), critical }: CrlOptions = {},
): Buffer {
  const revoked = serials.map((serial) => sequence(integer(serial), time(day('2024-02-03'))))
  const tbs = sequence(
    integer(1),
    algorithm(issuer.scheme),
    issuer.name,
    time(from),
    time(to),
    ...(revoked.length > 0 ? [sequence(...revoked)] : []),
    tlv(
      0xa0,
      sequence(
        sequence(oid('2.5.29.20'), octetString(integer(7))),
        ...(critical ? [sequence(oid(critical), boolean(true), octetString(nothing()))] : []),
      ),
    ),
  )
  return signed(tbs, issuer)
}

type CrlOptions = { from?: Date; to?: Date; critical?: string }

export function pem(label: string, der: Buffer): Buffer {
  const base64 = der.toString('base64').replace(/(.{64})/g, '$1\n')
  return Buffer.from(`-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`)
}
