import { Client } from 'pg'

/** Work on one connection of its own, past Prisma and its pool: for migrations, locks of a session and what they need. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
