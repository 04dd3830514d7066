import { expect, test } from '@jest/globals'
import { createLanes } from '../../src/webhooks/lanes'

function work() {
  let end = () => {}
  const ended = new Promise<void>((done) => {
    end = done
  })
  return { run: () => ended, end }
}

test('of one endpoint so many run and the next is turned away, until one ends; others are not concerned', async () => {
  const lanes = createLanes(2)
  const [first, second] = [work(), work()]
  const ran = [first, second].map(({ run }) => lanes.within('a', run))
  expect(await lanes.within('a', async () => undefined)).toBe(false)
  const others: string[] = []
  expect(await lanes.within('b', async () => void others.push('b'))).toBe(true)
  expect(others).toEqual(['b'])
  first.end()
  expect(await ran[0]).toBe(true)
  expect(await lanes.within('a', async () => undefined)).toBe(true)
  second.end()
})

test('work that throws gives its place back', async () => {
  const lanes = createLanes(1)
  const failing = lanes.within('a', async () => {
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await lanes.within('a', async () => undefined)).toBe(true)
})
