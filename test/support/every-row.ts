import { Client } from 'pg'

/** Every row of every table, as text and, where a column is binary, as what its bytes spell. */
export async function everyRow(url: string): Promise<string> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows: tables } = await client.query(
    "select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')",
  )
  const parts: string[] = []
  for (const { name } of tables)
    for (const row of (await client.query(`select * from ${name}`)).rows)
      parts.push(
        JSON.stringify(row, (_, value) =>
          value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
        ),
      )
  await client.end()
  return parts.join('\n')
}
