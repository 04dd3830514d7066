import { type ClassType, Field, Int, ObjectType } from 'type-graphql'
import { AppError, type ErrorCode } from '../errors'
import { UserErrorCode } from './user-error.enums'

@ObjectType({ description: 'Why a mutation was refused, and what to do.' })
export class UserError {
  @Field(() => String, {
    nullable: true,
    description: 'The input field it is about, as a dotted path.',
  })
  field!: string | null

  @Field(() => UserErrorCode, { description: 'Stable; safe to program against.' })
  code!: ErrorCode

  @Field(() => String, { description: 'For people; says what to do.' })
  message!: string

  @Field(() => Int, {
    nullable: true,
    description: 'After how many seconds the same request may go through, where time helps.',
  })
  retryAfterSec!: number | null
}

export type Payload<T> = { result: T | null; userErrors: UserError[] }

/** The answer of a mutation: its result, or the errors the caller can mend. */
export function payloadOf<T extends object>(
  name: string,
  type: () => ClassType<T>,
): ClassType<Payload<T>> {
  @ObjectType(name, { description: 'The result, or why there is none.' })
  class PayloadType {
    @Field(type, { nullable: true, description: 'Null when there are user errors.' })
    result!: T | null

    @Field(() => [UserError], { description: 'Empty when all went well.' })
    userErrors!: UserError[]
  }
  return PayloadType as ClassType<Payload<T>>
}

/** Runs a use case; a refusal the caller can mend becomes a user error, anything else is thrown on. */
export async function asPayload<T>(work: () => Promise<T>): Promise<Payload<T>> {
  try {
    return { result: await work(), userErrors: [] }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { field, code, message, retryAfterSec } = error
    return { result: null, userErrors: [{ field, code, message, retryAfterSec }] }
  }
}

/** For queries: what is not there, or is another organisation's, is null. */
export async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return null
    throw error
  }
}
