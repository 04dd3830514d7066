import type { Deps } from '../deps'

type World = Pick<Deps, 'candidates' | 'now' | 'log'>

/**
 * Has a candidate trained for each organisation that wants it by the week or month, where enough was learned since its last one.
 * It is tried and published as any other: by people. @returns how many
 */
export async function trainWhenDue({ candidates, now, log }: World): Promise<number> {
  let asked = 0
  for (const tenantId of await candidates.due(now())) {
    try {
      const candidate = await candidates.askWhenDue(tenantId, { actor: 'SYSTEM', at: now() })
      if (candidate) asked += 1
    } catch (error) {
      log.error({ error, tenantId }, 'a candidate that is due could not be asked for')
    }
  }
  return asked
}
