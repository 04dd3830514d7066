// A shop that has its customers identified: shows the applicant's page in a frame of its own page (main.tsx).
//   COUNTERSIGN_URL=http://127.0.0.1:4000 COUNTERSIGN_KEY=cs_test_… node examples/embed-react/server.mjs --port 5000
// and Countersign with EMBED_ORIGINS=http://localhost:5000. The result comes by webhook: see ../webhook-consumer.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const { COUNTERSIGN_URL, COUNTERSIGN_KEY } = process.env
const port = Number(process.argv[process.argv.indexOf('--port') + 1])
const outDir = join(tmpdir(), `embed-react-${process.pid}`)
const TYPES = { '.html': 'text/html', '.js': 'text/javascript' }

async function ask(mutation, input, selection) {
  const type = `${mutation[0].toUpperCase()}${mutation.slice(1)}Input`
  const response = await fetch(`${COUNTERSIGN_URL}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${COUNTERSIGN_KEY}` },
    body: JSON.stringify({
      query: `mutation($input: ${type}!) { ${mutation}(input: $input) { result { ${selection} } userErrors { message } } }`,
      variables: { input },
    }),
  })
  const { result, userErrors } = (await response.json()).data[mutation]
  if (result === null) throw new Error(userErrors[0].message)
  return result
}

/** A real shop makes the applicant once for each customer (`externalId`) and remembers the session. */
async function link() {
  const applicant = await ask('applicantCreate', {}, 'id')
  const session = await ask('kycSessionCreate', { applicantId: applicant.id }, 'id')
  return ask('captureLinkCreate', { sessionId: session.id, expiresInSec: 600 }, 'url')
}

await build({
  root: fileURLToPath(new URL('.', import.meta.url)),
  configFile: false,
  logLevel: 'warn',
  build: { outDir, emptyOutDir: true },
})

createServer(async (request, response) => {
  if (request.method === 'POST' && request.url === '/link')
    return response.end(JSON.stringify(await link()))
  const path = request.url === '/' ? 'index.html' : normalize(request.url ?? '')
  try {
    const file = readFileSync(join(outDir, path))
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream').end(file)
  } catch {
    response.writeHead(404).end()
  }
}).listen(port, 'localhost', function () {
  console.log(`waiting on port ${this.address().port}`)
})
