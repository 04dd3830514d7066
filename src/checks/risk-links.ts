import ipaddr from 'ipaddr.js'
import type { Deps } from '../deps'
import type { FieldName, FieldSource, PlacedField, ReadingData } from '../documents/reading'
import type { RiskGroup } from '../risk/features'
import type { Link, LinkKind } from '../risk/observation'
import type { Capture, Session } from '../sessions/session'
import type { RiskDetails } from '../storage/risk-details'

type World = Pick<Deps, 'risk' | 'deviceKeys'>

type Given = {
  groups: readonly RiskGroup[]
  reading: ReadingData
  captures: readonly Capture[]
  details: RiskDetails
}

/** What the session may share with others, of the groups that are on; every value only as its blind index. */
export async function riskLinks(
  deps: World,
  session: Session,
  { groups, reading, captures, details }: Given,
): Promise<Link[]> {
  const ref = { tenantId: session.tenantId, sessionId: session.id }
  const device = groups.includes('DEVICES') ? await deps.deviceKeys.ofSession(ref) : null
  const { CONTACTS: contacts = {}, PLACES: places = {} } = details
  const values: [LinkKind, string | null | undefined][] = [
    ['DEVICE', device?.thumbprint],
    ['DOCUMENT', groups.includes('DOCUMENTS') ? documentOf(reading) : null],
    ...(groups.includes('IMAGES') ? captures : []).map(
      ({ imageSha256 }): [LinkKind, string | null] => ['IMAGE', imageSha256],
    ),
    ['EMAIL', groups.includes('CONTACTS') ? foldText(contacts.email) : null],
    ['PHONE', groups.includes('CONTACTS') ? digitsOf(contacts.phone) : null],
    ['ADDRESS', groups.includes('PLACES') ? foldText(places.address) : null],
    ['NETWORK', groups.includes('PLACES') ? networkOf(places.ipAddress) : null],
  ]
  const known = values.flatMap(([kind, value]): [LinkKind, string][] =>
    value ? [[kind, value]] : [],
  )
  return Promise.all(known.map(([kind, value]) => deps.risk.blind(session, kind, value)))
}

/** The most trusted source first. */
const SOURCES: readonly FieldSource[] = ['CHIP', 'MRZ', 'BARCODE']

/** The field of the most trusted source that has it; null where it is missing or uncertain. */
export function certainField(
  { fields }: Pick<ReadingData, 'fields'>,
  name: FieldName,
): PlacedField | null {
  const found = SOURCES.flatMap((source) =>
    fields.filter((field) => field.name === name && field.source === source),
  )
  return found.find(({ uncertain, value }) => !uncertain && value !== '') ?? null
}

/** The number with its issuing state: other states count from one as well. */
function documentOf(reading: ReadingData): string | null {
  const number = certainField(reading, 'DOCUMENT_NUMBER')?.value
  const state = certainField(reading, 'ISSUING_STATE')?.value
  return number && state ? `${state}|${number.toUpperCase().replace(/[^A-Z0-9]/g, '')}` : null
}

/** Letters and digits of any script, small, without accents. */
function foldText(text: string | undefined): string | null {
  const folded = (text ?? '').normalize('NFKD').toLowerCase()
  return folded.replace(/[^\p{L}\p{N}@]/gu, '') || null
}

function digitsOf(phone: string | undefined): string | null {
  return (phone ?? '').replace(/\D/g, '').replace(/^00/, '') || null
}

const NETWORK_BITS = { ipv4: 24, ipv6: 48 } as const

/** What one household or one office has of the internet: an IPv4 /24, an IPv6 /48. */
function networkOf(address: string | undefined): string | null {
  if (address === undefined || !ipaddr.isValid(address)) return null
  const parsed = ipaddr.process(address)
  const bytes = parsed.toByteArray().slice(0, NETWORK_BITS[parsed.kind()] / 8)
  return `${parsed.kind()}|${bytes.join('.')}`
}
