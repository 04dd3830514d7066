import { connect, createServer, type Socket } from 'node:net'

/** How many effects a process may still have before it dies. */
export type Life = {
  /** Dies as it sets about the effect after `effects`; Infinity: lives on. */
  dieAfter(effects: number): void
  /** Effects since then, and whether it died. */
  seen(): { effects: number; died: boolean }
  /** One effect; throws when the process is dead or dies of it. */
  spend(): void
  isDead(): boolean
}

export function life(): Life {
  let left = Number.POSITIVE_INFINITY
  let effects = 0
  let died = false
  return {
    dieAfter: (count) => {
      left = count
      effects = 0
      died = false
    },
    seen: () => ({ effects, died }),
    spend: () => {
      if (effects >= left) died = true
      if (died) throw new Error('The process is dead.')
      effects += 1
    },
    isDead: () => died,
  }
}

export type CrashProxy = { url: string; close(): void }

/**
 * Stands between a process and its PostgreSQL. Every statement counts as an effect; once the process has had those it
 * was given, all its connections are cut, the statement is not passed on, and new ones are refused: to the database it
 * is as if the process had been killed between two statements, also in the middle of a transaction.
 */
export async function crashProxy(databaseUrl: string, process: Life): Promise<CrashProxy> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((client) => {
    if (process.isDead()) return void client.destroy()
    const backend = connect(Number(target.port), target.hostname)
    for (const socket of [client, backend]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        backend.destroy()
      })
    }
    backend.pipe(client)
    const statements = statementCounter()
    client.on('data', (bytes) => {
      try {
        for (let count = statements(bytes); count > 0; count--) process.spend()
        backend.write(bytes)
      } catch {
        cutAll()
      }
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const url = new URL(databaseUrl)
  url.port = String(typeof address === 'object' && address ? address.port : 0)
  return {
    url: url.href,
    close: () => {
      cutAll()
      server.close()
    },
  }
}

const SYNC = 0x53
const QUERY = 0x51

/** Counts the statements in what a client sends: simple queries, and the syncs that end extended ones. */
function statementCounter(): (bytes: Buffer) => number {
  let rest: Buffer = Buffer.alloc(0)
  let started = false
  return (bytes) => {
    rest = Buffer.concat([rest, bytes])
    let count = 0
    for (;;) {
      const head = started ? 1 : 0
      if (rest.length < head + 4) return count
      const length = head + rest.readUInt32BE(head)
      if (rest.length < length) return count
      const type = started ? rest[0] : null
      if (type === SYNC || type === QUERY) count += 1
      started = true
      rest = rest.subarray(length)
    }
  }
}
