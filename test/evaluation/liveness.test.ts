import { expect, test } from '@jest/globals'
import { summarizeLiveness } from '../../src/evaluation/liveness'

const COSTS = { cpuMs: [10], peakRssMb: 1 }

test('errors are counted per kind of attack and never pooled', () => {
  const report = summarizeLiveness(
    [
      { path: 'l1', label: 'live', score: 0.9, network: 0.9 },
      { path: 'l2', label: 'live', score: 0.2, network: 0.2 },
      { path: 'l3', label: 'live', score: null, network: null },
      { path: 'l4', label: 'live', score: 0.5, network: 0.5 },
      { path: 'p1', label: 'print', score: 0.1, network: 0.7 },
      { path: 'p2', label: 'print', score: 0.8, network: 0.9 },
      { path: 'r1', label: 'replay', score: null, network: null },
    ],
    0.5,
    COSTS,
  )
  expect(report.items).toBe(7)
  expect(report.failuresToAcquire).toBe(2)
  expect(report.bpcer).toBe(0.5)
  expect(report.apcer).toEqual({ print: 0.5, replay: 0 })
  expect(report.networkAlone).toEqual({ apcer: { print: 1, replay: 0 }, bpcer: 0.5 })
  expect(report.wrong.map(({ path }) => path)).toEqual(['l2', 'l3', 'p2'])
  expect(report.intervals.apcer['replay']?.high).toBeGreaterThan(0.5)
})

test('without living faces there is no BPCER', () => {
  const report = summarizeLiveness(
    [{ path: 'm', label: 'mask', score: 0.7, network: 0.7 }],
    0.5,
    COSTS,
  )
  expect(report.bpcer).toBeNull()
  expect(report.apcer).toEqual({ mask: 1 })
})
