import type { Config } from '../config'
import { createIpCountries } from '../net/ip-countries'
import type { Finding } from './doctor'

/** By which database addresses are looked up, and how old it is. @throws AppError INVALID when it cannot be read */
export async function examineIpCountries({ IP_COUNTRY: file }: Config): Promise<Finding> {
  const part = 'countries'
  const found = createIpCountries(file).load()
  if (found === null)
    return { part, state: 'ok', says: 'none (IP_COUNTRY): no address is looked up' }
  return {
    part,
    state: 'ok',
    says: `${found.type}, built on ${found.builtAt.toISOString().slice(0, 10)}`,
  }
}
