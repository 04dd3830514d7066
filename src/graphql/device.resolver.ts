import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql'
import { sessionOf } from '../sessions/caller'
import { issueNonce } from '../sessions/issue-nonce'
import { registerDeviceKey } from '../sessions/register-device-key'
import type { Session } from '../sessions/session'
import { type Context, callerOrApplicant, refuseApplicants } from './context'
import {
  CaptureManifestNonceInput,
  CaptureManifestNoncePayload,
  CaptureManifestType,
  DeviceKeyRegisterInput,
  DeviceKeyRegisterPayload,
  DeviceKeyType,
} from './device.types'
import { KycSessionType } from './session.types'
import { asPayload } from './user-errors'

const refOf = ({ tenantId, id }: Session) => ({ tenantId, sessionId: id })

@Resolver(() => KycSessionType)
export class DeviceResolver {
  @Mutation(() => CaptureManifestNoncePayload, {
    description:
      'Gives a nonce for one signature of the session’s device: for `deviceKeyRegister`, or for the manifest of `kycSessionSubmit`.',
  })
  async captureManifestNonce(
    @Arg('input', () => CaptureManifestNonceInput, { description: 'The session.' }) {
      sessionId,
    }: CaptureManifestNonceInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOrApplicant(context, 'SESSIONS_WRITE')
    return asPayload(() => issueNonce(context.deps, sessionOf(caller, sessionId)))
  }

  @Mutation(() => DeviceKeyRegisterPayload, {
    description:
      'Binds the session to the browser or app that has the key: from now on it is submitted with a manifest. Once for each session.',
  })
  async deviceKeyRegister(
    @Arg('input', () => DeviceKeyRegisterInput, { description: 'The key.' }) {
      sessionId,
      ...key
    }: DeviceKeyRegisterInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOrApplicant(context, 'SESSIONS_WRITE')
    return asPayload(() => registerDeviceKey(context.deps, sessionOf(caller, sessionId), key))
  }

  @FieldResolver(() => DeviceKeyType, {
    nullable: true,
    description: 'The key of the device that its captures come from; null: none was registered.',
  })
  deviceKey(@Root() session: Session, @Ctx() { deps }: Context) {
    return deps.deviceKeys.ofSession(refOf(session))
  }

  @FieldResolver(() => CaptureManifestType, {
    nullable: true,
    description: 'The captures of the last submission as that device signed them; null: unsigned.',
  })
  async captureManifest(@Root() session: Session, @Ctx() context: Context) {
    refuseApplicants(context)
    const manifest = await context.deps.deviceKeys.manifest(refOf(session))
    return manifest && { ...manifest, verified: true }
  }
}
