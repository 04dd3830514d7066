import { Args, Ctx, Query, Resolver } from 'type-graphql'
import { AuditCheckpointConnection, AuditEventConnection } from './audit.types'
import { ConnectionArgs, pageArgs, toConnection } from './connection'
import { type Context, callerOf } from './context'

@Resolver()
export class AuditResolver {
  @Query(() => AuditEventConnection, {
    description: 'The audit log, newest first. All of it at once: GET /audit/export.',
  })
  async auditEvents(@Args(() => ConnectionArgs) args: ConnectionArgs, @Ctx() context: Context) {
    const { tenantId } = callerOf(context, 'AUDIT_READ')
    return toConnection(await context.deps.audit.list(tenantId, pageArgs(args)))
  }

  @Query(() => AuditCheckpointConnection, {
    description: 'The signed checkpoints of the audit log, newest first.',
  })
  async auditCheckpoints(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'AUDIT_READ')
    return toConnection(await context.deps.audit.checkpoints(tenantId, pageArgs(args)))
  }
}
