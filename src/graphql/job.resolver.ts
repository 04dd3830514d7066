import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql'
import { replayJob } from '../sessions/replay-job'
import type { FailedJob } from '../storage/failed-jobs'
import { ConnectionArgs, pageArgs, toConnection } from './connection'
import { type Context, callerOf } from './context'
import { FailedJobConnection, FailedJobType, JobReplayInput, JobReplayPayload } from './job.types'
import { asPayload } from './user-errors'

@Resolver(() => FailedJobType)
export class JobResolver {
  @FieldResolver()
  sessionId(@Root() { data }: FailedJob) {
    return (data as { sessionId?: string }).sessionId ?? null
  }

  @FieldResolver()
  error(@Root() failed: FailedJob) {
    const { name, code } = failed.error as { name: string; code?: string }
    return code ? `${name} ${code}` : name
  }

  @Query(() => FailedJobConnection, { description: 'Jobs that failed, newest first.' })
  async failedJobs(@Args(() => ConnectionArgs) args: ConnectionArgs, @Ctx() context: Context) {
    const { tenantId } = callerOf(context, 'JOBS_REPLAY')
    return toConnection(await context.deps.failedJobs.list(tenantId, pageArgs(args)))
  }

  @Mutation(() => JobReplayPayload, {
    description:
      'Runs a failed job again. The checks of a session start anew, also when a person has it because they were interrupted.',
  })
  async jobReplay(
    @Arg('input', () => JobReplayInput, { description: 'The job.' }) { id }: JobReplayInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'JOBS_REPLAY')
    return asPayload(() => replayJob(context.deps, caller, id))
  }
}
