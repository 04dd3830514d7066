import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import { createApiKey, revokeApiKey, rotateApiKey } from '../access/issue-api-key'
import {
  ApiKeyCreateInput,
  ApiKeyCreatePayload,
  ApiKeyRevokeInput,
  ApiKeyRevokePayload,
  ApiKeyRotateInput,
  ApiKeyRotatePayload,
  ApiKeyType,
} from './api-key.types'
import { type Context, callerOf } from './context'
import { asPayload } from './user-errors'

@Resolver(() => ApiKeyType)
export class ApiKeyResolver {
  @Query(() => [ApiKeyType], { description: 'The API keys of the organisation, oldest first.' })
  apiKeys(@Ctx() context: Context) {
    const { tenantId } = callerOf(context, 'API_KEYS_MANAGE')
    return context.deps.apiKeys.list(tenantId)
  }

  @Mutation(() => ApiKeyCreatePayload, {
    description: 'Makes an API key that may do no more than you; the answer has its secret.',
  })
  async apiKeyCreate(
    @Arg('input', () => ApiKeyCreateInput, { description: 'The key.' }) input: ApiKeyCreateInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'API_KEYS_MANAGE')
    const wanted = { ...input, expiresAt: input.expiresAt ?? null }
    return asPayload(() => createApiKey(context.deps, caller, wanted))
  }

  @Mutation(() => ApiKeyRotatePayload, {
    description: 'Makes a key like this one; the old one goes on for a while, then ends.',
  })
  async apiKeyRotate(
    @Arg('input', () => ApiKeyRotateInput, { description: 'The key.' }) {
      id,
      overlapHours,
    }: ApiKeyRotateInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'API_KEYS_MANAGE')
    return asPayload(() => rotateApiKey(context.deps, caller, id, overlapHours))
  }

  @Mutation(() => ApiKeyRevokePayload, { description: 'Ends a key at once.' })
  async apiKeyRevoke(
    @Arg('input', () => ApiKeyRevokeInput, { description: 'The key.' }) { id }: ApiKeyRevokeInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'API_KEYS_MANAGE')
    return asPayload(() => revokeApiKey(context.deps, caller, id))
  }
}
