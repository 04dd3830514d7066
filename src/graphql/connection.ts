import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql'
import { MAX_PAGE, type Page, type PageArgs } from '../page'

@ObjectType({ description: 'Where a page stands (Relay).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there are more after this page.' })
  hasNextPage!: boolean

  @Field(() => Boolean, { description: 'Whether there are more before this page.' })
  hasPreviousPage!: boolean

  @Field(() => String, { nullable: true, description: 'The first cursor of this page.' })
  startCursor!: string | null

  @Field(() => String, { nullable: true, description: 'The last cursor of this page.' })
  endCursor!: string | null
}

@ArgsType()
export class ConnectionArgs {
  @Field(() => Int, {
    nullable: true,
    description: `How many, from the beginning; 1 to ${MAX_PAGE}.`,
  })
  first?: number

  @Field(() => String, { nullable: true, description: 'Only those after this cursor.' })
  after?: string

  @Field(() => Int, { nullable: true, description: `How many, from the end; 1 to ${MAX_PAGE}.` })
  last?: number

  @Field(() => String, { nullable: true, description: 'Only those before this cursor.' })
  before?: string
}

type Edge<T> = { node: T; cursor: string }
export type Connection<T> = { edges: Edge<T>[]; nodes: T[]; pageInfo: PageInfo }

/** Relay's connection over a type: `<name>Connection` of `<name>Edge`. */
export function connectionOf<T extends object>(
  name: string,
  type: () => ClassType<T>,
): ClassType<Connection<T>> {
  @ObjectType(`${name}Edge`, { description: 'One of a page, and its cursor.' })
  class EdgeType {
    @Field(type, { description: 'The object.' })
    node!: T

    @Field(() => String, { description: 'Give it as `after` or `before` to go on from here.' })
    cursor!: string
  }

  @ObjectType(`${name}Connection`, { description: 'A page (Relay).' })
  class ConnectionType {
    @Field(() => [EdgeType], { description: 'The page, with cursors.' })
    edges!: EdgeType[]

    @Field(() => [type()], { description: 'The page, without cursors.' })
    nodes!: T[]

    @Field(() => PageInfo, { description: 'Where the page stands.' })
    pageInfo!: PageInfo
  }
  return ConnectionType as ClassType<Connection<T>>
}

export function toConnection<T extends { id: string }>({
  rows,
  hasNextPage,
  hasPreviousPage,
}: Page<T>): Connection<T> {
  return {
    nodes: rows,
    edges: rows.map((node) => ({ node, cursor: node.id })),
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: rows[0]?.id ?? null,
      endCursor: rows.at(-1)?.id ?? null,
    },
  }
}

/** The arguments that were given, without the rest. */
export function pageArgs({ first, after, last, before }: ConnectionArgs): PageArgs {
  const given = Object.entries({ first, after, last, before }).filter(
    ([, value]) => value !== undefined && value !== null,
  )
  return Object.fromEntries(given)
}
