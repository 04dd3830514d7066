import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser'
import { AskError } from '../../../shared/ask'
import { rest } from '../rest'
import type { Key, Translate } from '../text'
import { explain } from '../ui/states'

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

const TROUBLES: Partial<Record<string, Key>> = {
  ERROR_INVALID_DOMAIN: 'passkey.wrong-host', // such as an address of numbers
  ERROR_INVALID_RP_ID: 'passkey.wrong-host',
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: 'passkey.known',
}

/** Why a passkey did not let anybody in, or was not made. */
export function explainPasskey(t: Translate, error: unknown): string {
  if (error instanceof AskError)
    return error.code === 'INVALID' ? t('passkey.refused') : explain(t, error)
  const trouble = error instanceof WebAuthnError ? TROUBLES[error.code] : undefined
  return t(trouble ?? 'sign-in.passkey-failed')
}
