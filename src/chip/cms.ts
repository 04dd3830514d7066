import { createHash } from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { integerHex, octets, parseAsn1, reading } from './asn1'
import { type Certificate, certificateOf } from './certificate'
import { nameOf } from './name'
import {
  hashOf,
  type KnownOrNot,
  type SignatureAlgorithm,
  signatureAlgorithmOf,
} from './signature-algorithm'
import { damaged, type Source } from './source'
import { signatureFault } from './verify-signature'

/** CMS SignedData (RFC 5652 §5) with its content inside, as SODs and master lists are. */
export type SignedContent = {
  /** The object identifier of what `content` is. */
  contentType: string
  content: Uint8Array
  certificates: Certificate[]
  signers: Signer[]
}

/** Who signed, and what exactly. `attributes` is what the signature covers; null when it covers the content itself. */
type Signer = {
  certificate: Certificate | null
  digest: KnownOrNot<{ hash: string }>
  attributes: SignedAttributes | null
  algorithm: KnownOrNot<SignatureAlgorithm>
  signature: Uint8Array
}

type SignedAttributes = {
  /** DER of the SET OF attributes. */
  der: Uint8Array
  contentType: string | null
  messageDigest: Uint8Array | null
  signingTime: Date | null
}

/** What became of a signature: `fault` is null when it holds, otherwise a clause. */
export type SignatureVerdict = {
  certificate: Certificate | null
  signingTime: Date | null
  fault: string | null
}

/** @throws AppError INVALID when the bytes are not CMS SignedData, or hold no content or no signer */
export function parseSignedContent(bytes: Uint8Array, source: Source): SignedContent {
  const schema = parseAsn1(bytes, source)
  return reading(source, 'it is not a CMS signed message', () => {
    const { contentType, content } = new pkijs.ContentInfo({ schema })
    if (contentType !== pkijs.ContentInfo.SIGNED_DATA)
      throw damaged(source, 'it is a CMS message, but not a signed one')
    return signedContentOf(new pkijs.SignedData({ schema: content }), source)
  })
}

/**
 * Verifies the signature with the certificate that came with it; whom that certificate belongs to is another question.
 * Of several signers, which ICAO 9303-10 §4.6.2.2 advises against, one valid one is enough.
 */
export function verifySigners(message: SignedContent): SignatureVerdict {
  const verdicts = message.signers.map((signer) => ({
    certificate: signer.certificate,
    signingTime: signer.attributes?.signingTime ?? null,
    fault: signerFault(signer, message),
  }))
  const best = verdicts.find(({ fault }) => fault === null) ?? verdicts[0]
  return best ?? { certificate: null, signingTime: null, fault: 'nobody signed it' }
}

const ATTRIBUTES = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
}

/** RFC 5652 §5.4: the digest of the content is one of the attributes, and the signature covers the attributes. */
function signerFault(signer: Signer, { content, contentType }: SignedContent): string | null {
  const { certificate, attributes, digest, algorithm, signature } = signer
  if (certificate === null) return 'the certificate of the signer is not in it'
  if (attributes === null) return 'it has no signed attributes'
  if ('unsupported' in digest) return `the hash ${digest.unsupported} is not supported`
  if (attributes.contentType !== contentType) return 'the signature is for another kind of content'
  const computed = createHash(digest.hash).update(content).digest()
  if (attributes.messageDigest === null || !computed.equals(attributes.messageDigest))
    return 'its content is not what was signed'
  return signatureFault({ bytes: attributes.der, algorithm, signature }, certificate.publicKey)
}

function signedContentOf(data: pkijs.SignedData, source: Source): SignedContent {
  const { eContentType, eContent } = data.encapContentInfo
  if (!(eContent instanceof asn1js.OctetString)) throw damaged(source, 'its content is missing')
  const certificates = (data.certificates ?? [])
    .filter((item) => item instanceof pkijs.Certificate)
    .map((item) => certificateOf(item, source))
  return {
    contentType: eContentType,
    content: octets(eContent),
    certificates,
    signers: data.signerInfos.map((info) => signerOf(info, certificates, source)),
  }
}

function signerOf(info: pkijs.SignerInfo, certificates: Certificate[], source: Source): Signer {
  const digest = hashOf(info.digestAlgorithm)
  const hash = 'hash' in digest ? digest.hash : undefined
  return {
    certificate: certificates.find((one) => isSigner(info.sid, one)) ?? null,
    digest,
    attributes: info.signedAttrs ? attributesOf(info.signedAttrs, source) : null,
    algorithm: signatureAlgorithmOf(info.signatureAlgorithm, hash),
    signature: octets(info.signature),
  }
}

/** A signer is named by issuer and serial number, or by the identifier of its key ([0], implicit). */
function isSigner(sid: unknown, certificate: Certificate): boolean {
  if (sid instanceof pkijs.IssuerAndSerialNumber)
    return (
      nameOf(sid.issuer).key === certificate.issuer.key &&
      integerHex(sid.serialNumber) === certificate.serialNumber
    )
  const keyId = (sid as asn1js.Primitive).valueBlock.valueHexView
  return Buffer.from(keyId).toString('hex') === certificate.subjectKeyId
}

function attributesOf(
  { attributes, encodedValue }: pkijs.SignedAndUnsignedAttributes,
  source: Source,
): SignedAttributes {
  const get = (id: string) => onlyValue(attributes, id, source)
  const [contentType, digest, time] = [
    get(ATTRIBUTES.contentType),
    get(ATTRIBUTES.messageDigest),
    get(ATTRIBUTES.signingTime),
  ]
  return {
    der: new Uint8Array(encodedValue),
    contentType: contentType instanceof asn1js.ObjectIdentifier ? contentType.getValue() : null,
    messageDigest: digest instanceof asn1js.OctetString ? octets(digest) : null,
    signingTime:
      time instanceof asn1js.UTCTime || time instanceof asn1js.GeneralizedTime
        ? time.toDate()
        : null,
  }
}

/** The value of an attribute. RFC 5652 §5.3 and §11 allow each once, with one value. */
function onlyValue(attributes: pkijs.Attribute[], id: string, source: Source): unknown {
  const values = attributes.filter(({ type }) => type === id).flatMap(({ values }) => values)
  if (values.length > 1) throw damaged(source, 'a signed attribute is given twice')
  return values[0]
}
