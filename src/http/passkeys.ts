import { z } from 'zod'
import {
  logInWithPasskey,
  offerLogin,
  offerRegistration,
  registerPasskey,
  removePasskey,
} from '../access/passkeys'
import type { Assertion, Registration } from '../trust/passkeys'
import type { Handler, Routes } from './json-routes'
import { admit, freshlyIn, loggedIn, type MemberHandler, sessionIn } from './member-session'

/** As browsers send them (`PublicKeyCredential.toJSON()`); what is in them is for trust/passkeys.ts to judge. */
const CREDENTIAL = z.looseObject({
  id: z.string().min(1).max(1400),
  rawId: z.string(),
  type: z.string(),
  response: z.looseObject({ clientDataJSON: z.string(), userHandle: z.string().optional() }),
})
const REGISTRATION = z.object({ label: z.string().min(1).max(100), response: CREDENTIAL })
const ASSERTION = z.object({ response: CREDENTIAL })

const offer: MemberHandler = async (_request, response, deps, session) => {
  response.json(await offerRegistration(deps, session))
}

const register: MemberHandler = async (request, response, deps, session) => {
  const { label, response: answer } = REGISTRATION.parse(request.body)
  const registration = answer as unknown as Registration
  const { token } = await registerPasskey(deps, session, { label, response: registration })
  await admit(deps, request, response, token)
}

const list: MemberHandler = async (_request, response, deps, { member }) => {
  const passkeys = await deps.passkeys.list(member)
  response.json(
    passkeys.map(({ id, label, backedUp, transports, createdAt, lastUsedAt }) => ({
      id,
      label,
      backedUp,
      transports,
      createdAt,
      lastUsedAt,
    })),
  )
}

const remove: MemberHandler = async (request, response, deps, session) => {
  await removePasskey(deps, session, String(request.params['id']))
  response.status(204).end()
}

const offerEntry: Handler = async (request, response, deps) => {
  response.json(await offerLogin(deps, await sessionIn(deps, request)))
}

const enter: Handler = async (request, response, deps) => {
  const assertion = ASSERTION.parse(request.body).response as unknown as Assertion
  const session = await sessionIn(deps, request)
  const { token } = await logInWithPasskey(deps, session, assertion)
  await admit(deps, request, response, token)
}

/** Registering (logged in): options, then {label, response}. Logging in: options, then {response}. */
export const PASSKEY_ROUTES: Routes = {
  'POST /passkeys/options': freshlyIn(offer),
  'POST /passkeys': freshlyIn(register),
  'GET /passkeys': loggedIn(list),
  'DELETE /passkeys/:id': freshlyIn(remove),
  'POST /passkey-login/options': offerEntry,
  'POST /passkey-login': enter,
}
