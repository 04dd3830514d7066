import { runProcess } from '../src/run-process'
import { startWorker } from '../src/start-worker'

runProcess('webhooks', startWorker('webhooks'))
