import { newId } from '../../src/storage/ids'
import { type Client, createClient } from './client'
import type { Installation, Organization } from './installation'
import { demoPictures } from './pictures'

/**
 * Makes sessions that need only be submitted, each of an applicant of its own: the first with its pictures through the API,
 * the others as copies of its rows that refer to the same stored pictures.
 */
export async function readySessions(
  { url, db }: Installation,
  { tenantId, key }: Organization,
  count: number,
): Promise<string[]> {
  const client = createClient(url, key, 2)
  const first = await uploaded(client)
  await client.close()
  const session = await db.kycSession.findUniqueOrThrow({ where: { id: first } })
  const captures = await db.capture.findMany({ where: { sessionId: first } })
  const copies = Array.from({ length: count - 1 }, () => {
    const [id, applicantId] = [newId('session'), newId('applicant')]
    return { id, applicantId }
  })
  await db.applicant.createMany({
    data: copies.map(({ applicantId }) => ({ id: applicantId, tenantId })),
  })
  await db.kycSession.createMany({ data: copies.map((copy) => ({ ...session, ...copy })) })
  await db.capture.createMany({
    data: copies.flatMap(({ id }) =>
      captures.map(({ burst: _, ...capture }) => {
        return { ...capture, id: newId('capture'), sessionId: id }
      }),
    ),
  })
  await db.$executeRaw`analyze` // as PostgreSQL does by itself within a minute of so many new rows
  return [first, ...copies.map(({ id }) => id)]
}

async function uploaded(client: Client): Promise<string> {
  const id = await client.newSession()
  for (const picture of await demoPictures()) await client.upload(id, picture)
  return id
}
