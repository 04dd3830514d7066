import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { rest } from '../rest'

/** Logs in with a passkey. @throws AskError; whatever the browser throws when none was shown */
export async function showPasskey() {
  const optionsJSON = await rest<PublicKeyCredentialRequestOptionsJSON>(
    'POST',
    '/auth/passkey-login/options',
  )
  const response = await startAuthentication({ optionsJSON })
  return rest('POST', '/auth/passkey-login', { response })
}

/** Makes a passkey on this device for whoever is logged in. @throws as showPasskey */
export async function registerPasskey(label: string) {
  const optionsJSON = await rest<PublicKeyCredentialCreationOptionsJSON>(
    'POST',
    '/auth/passkeys/options',
  )
  const response = await startRegistration({ optionsJSON })
  return rest('POST', '/auth/passkeys', { label, response })
}
