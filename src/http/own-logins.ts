import { endLogins, listLogins } from '../access/own-logins'
import type { Routes } from './json-routes'
import { freshlyIn, loggedIn, type MemberHandler } from './member-session'

const list: MemberHandler = async (_request, response, deps, session) => {
  const logins = await listLogins(deps, session)
  response.json(
    logins.map(({ id, strong, createdAt, lastSeenAt, expiresAt, current }) => ({
      id,
      strong,
      createdAt,
      lastSeenAt,
      expiresAt,
      current,
    })),
  )
}

const end: MemberHandler = async (request, response, deps, session) => {
  const { id } = request.params
  await endLogins(deps, session, id === undefined ? 'OTHERS' : String(id))
  response.status(204).end()
}

/** A member's own logins: to see them, to end one, to end all but this one. */
export const LOGIN_ROUTES: Routes = {
  'GET /logins': loggedIn(list),
  'DELETE /logins': freshlyIn(end),
  'DELETE /logins/:id': freshlyIn(end),
}
