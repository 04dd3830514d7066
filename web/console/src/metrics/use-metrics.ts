import { useQuery } from '@tanstack/react-query'
import { ask } from '../../../shared/ask'
import { type MetricsQuery, metricsDocument, type ReviewMetricGroup } from '../../generated/graphql'

export type Metrics = MetricsQuery['reviewMetrics'][number]

export type Time = { from: string; before: string }

/** The sessions of a time, in groups. */
export function useMetrics(time: Time, groupBy: ReviewMetricGroup) {
  return useQuery({
    queryKey: ['metrics', time, groupBy],
    queryFn: async () => (await ask(metricsDocument, { ...time, groupBy })).reviewMetrics,
    placeholderData: (before) => before,
  })
}
