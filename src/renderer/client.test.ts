import { expect, test } from 'vitest'
import type { Channel } from '../rpc/wire.ts'
import { createHostLink } from './client.ts'
import { HostRefused } from './dial.ts'

interface Line extends Channel {
  drop(): void
}

function fakeLine(): Line {
  let onClose = () => {}
  return { send() {}, onMessage() {}, onClose: (listener) => (onClose = listener), close() {}, drop: () => onClose() }
}

function setUp(answers: (Line | Error)[]) {
  const delays: number[] = []
  let run = () => {}
  const link = createHostLink({
    dial: async () => {
      const answer = answers.shift() ?? new Error('nobody there')
      if (answer instanceof Error) throw answer
      return answer
    },
    now: () => 1000,
    after: (delayMs, next) => {
      delays.push(delayMs)
      run = next
      return () => {}
    },
  })
  const tick = () => new Promise<void>((resolve) => setTimeout(resolve, 0))
  return { link, delays, tick, next: () => run() }
}

test('reconnects after a lost connection, with a growing delay', async () => {
  const first = fakeLine()
  const { link, delays, tick, next } = setUp([first, new Error('down'), new Error('down'), fakeLine()])
  await tick()
  expect(link.state.getState()).toEqual({ kind: 'connected', epoch: 1 })
  first.drop()
  expect(link.state.getState()).toEqual({ kind: 'lost', sinceMs: 1000, attempt: 1 })
  expect(() => link.client()).toThrow('lost')
  for (let turn = 0; turn < 3; turn++) {
    next()
    await tick()
  }
  expect(delays).toEqual([250, 500, 1000])
  expect(link.state.getState()).toEqual({ kind: 'connected', epoch: 2 })
})

test('does not retry if the host refuses the connection', async () => {
  const { link, delays, tick } = setUp([new HostRefused()])
  await tick()
  expect(link.state.getState()).toEqual({ kind: 'refused' })
  expect(delays).toEqual([])
})
