import { ON_REQUEST } from '../webhooks/event-types'
import { Prisma } from './generated/client'

/** Whether the endpoint `e` of a query wants the event `w`: it chose its type, or none and so all but those on request. */
export const WANTED = Prisma.sql`(
  w.type = any(e."eventTypes") or (e."eventTypes" = '{}' and w.type <> all(${[...ON_REQUEST]})))`
