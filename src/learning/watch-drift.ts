import type { Deps } from '../deps'
import { worstOf } from '../risk/stability'
import type { Watched, WatchedSignal } from '../storage/risk-drift'
import { measureDrift } from './measure-drift'

type World = Pick<Deps, 'policies' | 'riskAssessments' | 'riskDrift' | 'now' | 'log' | 'metrics'>

/** So many an hour: each takes a good part of a second. */
const BATCH = 500

/**
 * Measures drift of each organisation and mode once a day, keeps it, and tells when an alarm begins or ends. One that cannot be
 * measured does not keep the others from it. @returns how many alarms began or ended
 */
export async function watchDrift(deps: World): Promise<number> {
  const { riskDrift, metrics, log } = deps
  let changed = 0
  for (const watched of await riskDrift.due(deps.now(), BATCH)) {
    try {
      changed += (await watch(deps, watched)) ? 1 : 0
    } catch (error) {
      const { tenantId, mode: code } = watched
      log.error({ error, tenantId, code }, 'the drift of an organisation could not be measured')
    }
  }
  metrics.driftWatched(await riskDrift.drifted())
  return changed
}

async function watch(deps: World, watched: Watched): Promise<boolean> {
  const at = deps.now()
  const { model, signals: measured } = await measureDrift(deps, watched)
  const score = measured.find(({ signal }) => signal === null)
  const signals = measured.flatMap(({ signal: name, psi, state }): WatchedSignal[] =>
    name === null ? [] : [{ name, psi, state }],
  )
  const state = worstOf(measured.map((each) => each.state))
  const psi = score?.psi ?? null
  const changed = await deps.riskDrift.record(watched, { at, model, state, psi, signals })
  const { tenantId, mode: code } = watched
  if (changed)
    deps.log.warn({ tenantId, code, outcome: state }, 'what is measured for risk has moved')
  return changed
}
