import { firstStart } from './first-start'
import { runProcess } from './run-process'
import { serveApi } from './serve-api'

runProcess('api', async ({ deps }, config) => {
  await firstStart(deps)
  return [await serveApi(deps, config)]
})
