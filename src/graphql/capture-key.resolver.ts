import { Ctx, Query, Resolver } from 'type-graphql'
import { listCaptureKeys } from '../sessions/list-capture-keys'
import { CaptureKeyType } from './capture-key.types'
import { type Context, callerOrApplicant } from './context'

@Resolver(() => CaptureKeyType)
export class CaptureKeyResolver {
  @Query(() => [CaptureKeyType], {
    description:
      'The keys that captures may be sealed to, newest first. Only the workers that do the checks can open what is sealed to them.',
  })
  async captureKeys(@Ctx() context: Context): Promise<CaptureKeyType[]> {
    callerOrApplicant(context, 'SESSIONS_WRITE')
    const keys = await listCaptureKeys(context.deps)
    return keys.map(({ id, ...key }) => ({ kid: id, ...key }))
  }
}
