import { randomBytes } from 'node:crypto'
import type { FaceAction } from '../../src/authentication/face-action'
import { newDevice } from '../../test/support/device'
import { faceClient, newPayment } from '../../test/support/face-authentication'
import { answer, type Wanted } from './measure'

/** An authentication that was confirmed: what was sent for it, and what came of it. */
export type Taken = {
  action: FaceAction
  authorization: string
  input: { sessionId: string; nonce: string; signature: string }
}

export type AttackReport = Record<string, { tried: number; accepted: number; codes: string[] }>

type Answer = { userErrors: { code: string }[] }
type Attack = (index: number) => Promise<Answer>

/**
 * What somebody tries who has recorded all of a confirmed authentication: the signature again, where it was and elsewhere, other
 * devices and nonces, and the authorisation again, also for other actions.
 */
export async function attack(
  { target, enrolled, act, paceMs, spent }: Wanted,
  taken: Taken[],
  count: number,
): Promise<AttackReport> {
  const faces = faceClient(target, () => undefined)
  const open = await faces.ask(enrolled.applicantId, newPayment(), OPEN_SEC)
  await answer({ target, act, paceMs, spent }, open.sessionId) // so that only the signature is lacking
  const of = (index: number) => taken[index % taken.length] as Taken
  for (const { authorization, action } of taken) await faces.redeem(authorization, action)
  const submit = (input: object) => faces.api.mutate('faceAuthenticationSubmit', input)
  const stranger = newDevice()
  const attacks: Record<string, Attack> = {
    'the signature again': (index) => submit(of(index).input),
    'the signature for another authentication': (index) =>
      submit({ ...of(index).input, sessionId: open.sessionId }),
    'another device': (index) =>
      submit({
        ...of(index).input,
        sessionId: open.sessionId,
        signature: stranger.sign(`${index}`),
      }),
    'the authorisation again': (index) => faces.redeem(of(index).authorization, of(index).action),
    'the authorisation for another action': (index) =>
      faces.redeem(of(index).authorization, changed(of(index).action, index)),
    'an authorisation with a changed byte': (index) =>
      faces.redeem(spoilt(of(index).authorization), of(index).action),
  }
  const report: AttackReport = {}
  const each = Math.ceil(count / Object.keys(attacks).length)
  for (const [name, tries] of Object.entries(attacks)) report[name] = await tried(tries, each)
  return report
}

const OPEN_SEC = 900
const AT_ONCE = 10

async function tried(tries: Attack, count: number) {
  const codes = new Set<string>()
  let accepted = 0
  for (let at = 0; at < count; at += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - at) }, (_, n) => tries(at + n))
    for (const { userErrors } of await Promise.all(batch)) {
      const [first] = userErrors
      if (first) codes.add(first.code)
      else accepted += 1
    }
  }
  return { tried: count, accepted, codes: [...codes] }
}

function changed(action: FaceAction, index: number): FaceAction {
  const changes: Partial<FaceAction>[] = [
    { amount: `${index + 1}.01` },
    { currency: 'USD' },
    { payeeHash: randomBytes(32).toString('hex') },
    { nonce: randomBytes(12).toString('hex') },
    { display: `Somebody ${index}` },
    { kind: 'OTHER' },
  ]
  return { ...action, ...changes[index % changes.length] }
}

function spoilt(text: string): string {
  const at = randomBytes(4).readUInt32LE() % text.length
  const other = text[at] === 'A' ? 'B' : 'A'
  return text.slice(0, at) + other + text.slice(at + 1)
}
