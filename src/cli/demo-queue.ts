import { randomBytes } from 'node:crypto'
import { ALL_ACTIONS, type Role } from '../access/actions'
import { acceptInvitation, inviteMember } from '../access/members'
import type { Deps } from '../deps'
import { createRandom } from '../specimens/random'
import { renderSpecimen } from '../specimens/render-specimen'
import type { SpecimenFormat } from '../specimens/specimen-layout'
import { inventPerson } from '../specimens/specimen-person'
import { type Crop, PORTRAIT, photograph, SELFIE, STRANGER } from './demo-cases'
import type { DemoClient } from './demo-client'

/** `edited`: the number printed is another than the one the check digits are of. `expired`: years ago. */
type Recipe = {
  format: SpecimenFormat
  portrait: Crop
  selfie: Crop
  degrade: 'none' | 'light' | 'phone'
  edited?: boolean
  expired?: boolean
}

const same = { portrait: PORTRAIT, selfie: SELFIE }
const other = { portrait: PORTRAIT, selfie: STRANGER }
const another = { portrait: STRANGER, selfie: SELFIE }

/** A dozen applicants of whom most need a person: strangers, edited numbers, both; passports and cards. */
const RECIPES: Recipe[] = [
  { format: 'TD3', ...other, degrade: 'phone' },
  { format: 'TD3', ...same, degrade: 'light', edited: true },
  { format: 'TD1', ...another, degrade: 'light' },
  { format: 'TD2', ...other, degrade: 'light' },
  { format: 'TD3', ...another, degrade: 'phone', edited: true },
  { format: 'TD1', ...same, degrade: 'none', edited: true },
  { format: 'TD3', ...same, degrade: 'phone', edited: true },
  { format: 'TD2', ...same, degrade: 'light', edited: true },
  { format: 'TD1', ...other, degrade: 'none' },
  { format: 'TD3', ...another, degrade: 'light' },
  { format: 'TD2', ...another, degrade: 'none', edited: true },
  { format: 'TD3', ...same, degrade: 'light', expired: true },
]

/** Verifies a dozen applicants, through the public API, so that reviewers have work. `told` hears how each came out. */
export async function fillQueue(
  client: DemoClient,
  today: Date,
  told: (text: string) => void,
): Promise<void> {
  for (const [at, recipe] of RECIPES.entries()) {
    const applicant = await client.createApplicant(`queue-${at + 1}`)
    const { id } = await client.createSession(applicant.id)
    await client.upload(id, 'DOCUMENT_FRONT', await documentOf(recipe, at, today))
    await client.upload(id, 'SELFIE', await photograph(recipe.selfie))
    await client.submit(id)
    const { status } = await client.waitForDecision(id, () => undefined)
    told(`  ${at + 1} of ${RECIPES.length}: ${status}`)
  }
}

const SEED = 100

async function documentOf(recipe: Recipe, at: number, today: Date): Promise<Buffer> {
  const { format, portrait, degrade, edited, expired } = recipe
  const seed = SEED + at
  const day = today.toISOString().slice(0, 10)
  const person = inventPerson(format, createRandom(seed), day)
  const fields = expired ? { ...person, expiryDate: `${today.getUTCFullYear() - 2}-03-01` } : person
  const photo = await photograph(portrait)
  const request = { format, fields, portrait: photo, seed, degrade }
  const { image } = await renderSpecimen({
    ...request,
    ...(edited && { edit: { documentNumber: otherNumber(fields.documentNumber) } }),
  })
  return image
}

function otherNumber(number: string): string {
  return `${number.slice(0, -1)}${(Number(number.at(-1)) + 3) % 10}`
}

export type DemoMember = { email: string; password: string; roles: Role[] }

const PEOPLE: { email: string; roles: Role[] }[] = [
  { email: 'officer@demo.example', roles: ['ADMIN'] },
  { email: 'second@demo.example', roles: ['REVIEWER'] },
]

/** People who may log in to the demo. Their passwords are made anew each time, so that there is none to know. */
export async function inviteDemoMembers(
  deps: Pick<Deps, 'members' | 'organizations' | 'now' | 'log' | 'metrics' | 'breachedPasswords'>,
): Promise<DemoMember[]> {
  const [organization] = await deps.organizations.list()
  const tenantId = organization?.id ?? ''
  const caller = { tenantId, id: 'demo', mode: 'TEST', may: ALL_ACTIONS, sessionId: null } as const
  return Promise.all(
    PEOPLE.map(async (person) => {
      const { token } = await inviteMember(deps, caller, person)
      const password = randomBytes(12).toString('base64url')
      await acceptInvitation(deps, { token, password })
      return { ...person, password }
    }),
  )
}
