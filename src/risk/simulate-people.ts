import type { Random } from '../specimens/random'
import type { Link } from './observation'
import type { Simulation } from './simulate'

/** Somebody made up. `daysAt`: when the sessions are, in days; `hasty`: has done this before; `borrowed`: not their papers.
 * `face`: that of whoever is found alike with them. */
export type Person = {
  kind: 'ALONE' | 'HOUSEHOLD' | 'OFFICE' | 'RING' | 'MULE'
  party: string
  fraud: boolean
  hasty: boolean
  borrowed: boolean
  face: string
  daysAt: number[]
  links(visit: number): Link[]
}

type Kit = { device: string; document: string; email: string; phone: string } & Place
type Place = { address: string; network: string }

const DAYS = 90
const HOUR = 1 / 24

/** As many people as asked for, fraud among them; rings of 3 to 12. */
export function peopleOf(random: Random, { applicants, rings }: Simulation): Person[] {
  const people: Person[] = []
  for (let ring = 0; ring < rings; ring++) people.push(...ringOf(random, `ring-${ring}`))
  const mules = Math.round(applicants * 0.006)
  for (let mule = 0; mule < mules; mule++) people.push(muleOf(random, `mule-${mule}`, rings))
  for (let party = 0; people.length < applicants; party++)
    people.push(...honest(random, `party-${party}`))
  return people.slice(0, Math.max(applicants, 0))
}

function honest(random: Random, party: string): Person[] {
  const draw = random.between(0, 1)
  if (draw < 0.72) return [member(random, 'ALONE', party, 0, placeOf(random, party))]
  const isHousehold = draw < 0.985
  const size = isHousehold ? random.whole(2, 5) : random.whole(8, 30)
  const place = placeOf(random, party)
  const shared = random.between(0, 1) < (isHousehold ? 0.35 : 0.2) ? `${party}-device` : null
  const phone = isHousehold && random.between(0, 1) < 0.25 ? `${party}-phone` : null
  const day = random.between(0, DAYS)
  const people = Array.from({ length: size }, (_, index): Person => {
    const person = member(random, isHousehold ? 'HOUSEHOLD' : 'OFFICE', party, index, place)
    const together = random.between(0, 1) < 0.6
    const daysAt = together ? [day + random.between(0, isHousehold ? 1 : 4 * HOUR)] : person.daysAt
    const overlay = { ...(shared && { DEVICE: shared }), ...(phone && { PHONE: phone }) }
    const links = (visit: number) => overlaid(person.links(visit), overlay)
    return { ...person, daysAt, links }
  })
  return isHousehold ? withTwins(random, people) : people
}

/** In a few households the second looks like the first. */
function withTwins(random: Random, people: Person[]): Person[] {
  const [first] = people
  if (first === undefined || random.between(0, 1) >= 0.03) return people
  return people.map((person, index) => (index === 1 ? { ...person, face: first.face } : person))
}

function overlaid(links: Link[], by: Partial<Record<Link['kind'], string>>): Link[] {
  return links.map(({ kind, key }) => ({ kind, key: by[kind] ?? key }))
}

/** Of honest people some come twice, and some of those with a new device; and a few look like a stranger. */
function member(
  random: Random,
  kind: Person['kind'],
  party: string,
  index: number,
  place: Place,
): Person {
  const own = `${party}-${index}`
  const kit = { device: own, document: own, email: own, phone: own, ...place }
  const again = random.between(0, 1) < 0.1
  const changes = random.between(0, 1) < 0.3
  const first = random.between(0, DAYS)
  const isLike = random.between(0, 1) < 0.004
  const face = isLike ? `lookalike-${random.whole(1, 40)}` : own
  return {
    kind,
    party,
    fraud: false,
    hasty: random.between(0, 1) < 0.06,
    borrowed: false,
    face,
    daysAt: again ? [first, first + random.between(0, DAYS - first)] : [first],
    links: (visit) => linksOf({ ...kit, device: visit > 0 && changes ? `${own}-new` : kit.device }),
  }
}

/** Many phones share one of a carrier's networks. */
function placeOf(random: Random, party: string): Place {
  const mobile = random.between(0, 1) < 0.4
  return { address: party, network: mobile ? `carrier-${random.whole(1, 40)}` : party }
}

/**
 * Crude: one or two devices, in a few days. Careful: a device each, but phones, documents and helpers are used again. In some rings
 * one and the same person sits before the camera again and again.
 */
function ringOf(random: Random, party: string): Person[] {
  const crude = random.between(0, 1) < 0.45
  const size = random.whole(3, 12)
  const start = random.between(0, DAYS - 10)
  const phones = random.whole(1, Math.max(2, Math.round(size / 2)))
  const devices = crude ? random.whole(1, 2) : null
  const ring = { party, devices, phones }
  const plays = random.between(0, 1) < 0.3
  return Array.from({ length: size }, (_, index): Person => {
    const kit = kitOf(random, ring, index)
    const daysAt = [start + random.between(0, crude ? 4 : 60)]
    const hasty = random.between(0, 1) < 0.4
    const face = plays && random.between(0, 1) < 0.6 ? party : `${party}-${index}`
    const links = () => linksOf(kit)
    return { kind: 'RING', party, fraud: true, hasty, borrowed: true, face, daysAt, links }
  })
}

type Ring = { party: string; devices: number | null; phones: number }

/** What a member of a ring comes with: `devices` to share, or null for one each. */
function kitOf(random: Random, { party, devices, phones }: Ring, index: number): Kit {
  const own = `${party}-${index}`
  const either = (share: number, shared: string) => (random.between(0, 1) < share ? shared : own)
  return {
    device: `${party}-d${devices === null ? index : random.whole(1, devices)}`,
    document: either(0.15, `${party}-doc`),
    email: own,
    phone: either(devices === null ? 0.25 : 0.5, `${party}-p${random.whole(1, phones)}`),
    address: either(0.5, `${party}-drop`),
    network: either(0.5, `carrier-${random.whole(1, 40)}`),
  }
}

/** Somebody real with real papers who was paid to: little shows, save now and then a recruiter's phone. */
function muleOf(random: Random, party: string, rings: number): Person {
  const recruited = rings > 0 && random.between(0, 1) < 0.35
  const phone = recruited ? `ring-${random.whole(0, rings - 1)}-p1` : party
  const kit = { device: party, document: party, email: party, phone, ...placeOf(random, party) }
  const daysAt = [random.between(0, DAYS)]
  const hasty = random.between(0, 1) < 0.2
  return {
    kind: 'MULE',
    party,
    fraud: true,
    hasty,
    borrowed: false,
    face: party,
    daysAt,
    links: () => linksOf(kit),
  }
}

function linksOf({ device, document, email, phone, address, network }: Kit): Link[] {
  return [
    { kind: 'DEVICE', key: device },
    { kind: 'DOCUMENT', key: document },
    { kind: 'IMAGE', key: document },
    { kind: 'EMAIL', key: email },
    { kind: 'PHONE', key: phone },
    { kind: 'ADDRESS', key: address },
    { kind: 'NETWORK', key: network },
  ]
}
