import { expect, test } from '@jest/globals'
import { createLanes } from '../../src/webhooks/lanes'

function work() {
  let end = () => {}
  const ended = new Promise<void>((done) => {
    end = done
  })
  return { run: () => ended, end }
}

const limits = { running: 2, waiting: 1, patienceMs: 40 }

test('of one endpoint so many run, one waits for its turn, and the next is turned away', async () => {
  const lanes = createLanes({ ...limits, patienceMs: 10_000 })
  const [first, second, third] = [work(), work(), work()]
  const ran = [first, second, third].map(({ run }) => lanes.within('a', run))
  expect(await lanes.within('a', async () => undefined)).toBe(false)
  const others: string[] = []
  expect(await lanes.within('b', async () => void others.push('b'))).toBe(true)
  expect(others).toEqual(['b'])
  for (const { end } of [first, second, third]) end()
  expect(await Promise.all(ran)).toEqual([true, true, true])
})

test('who waits too long is turned away, and leaves nothing behind', async () => {
  const lanes = createLanes(limits)
  const slow = [work(), work()]
  const ran = slow.map(({ run }) => lanes.within('a', run))
  expect(await lanes.within('a', async () => undefined)).toBe(false)
  for (const { end } of slow) end()
  await Promise.all(ran)
  expect(await lanes.within('a', async () => undefined)).toBe(true)
})

test('work that throws gives its place back', async () => {
  const lanes = createLanes({ running: 1, waiting: 0, patienceMs: 10 })
  const failing = lanes.within('a', async () => {
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await lanes.within('a', async () => undefined)).toBe(true)
})
