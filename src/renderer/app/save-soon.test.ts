import { expect, test } from 'vitest'
import { createSaver } from './save-soon.ts'

function setUp() {
  let nowMs = 1000
  let text = 'a'
  let due: { atMs: number; run: () => void } | undefined
  const written: string[] = []
  let isBroken = false
  const saver = createSaver({
    read: () => text,
    async write(next) {
      if (isBroken) throw new Error('no line')
      written.push(next)
    },
    now: () => nowMs,
    after(delayMs, run) {
      due = { atMs: nowMs + delayMs, run }
      return () => (due = undefined)
    },
  })
  return {
    written,
    saver,
    change: (next: string) => {
      text = next
      saver.changed()
    },
    pass: (ms: number) => {
      nowMs += ms
      if (!due || due.atMs > nowMs) return
      const { run } = due
      due = undefined
      run()
    },
    breakLine: (broken: boolean) => (isBroken = broken),
  }
}

test('writes the first change at once, so that a reload finds it', () => {
  const { change, pass, written } = setUp()
  change('sorted')
  pass(0)
  expect(written).toEqual(['sorted'])
})

test('combines many changes into one write and always writes the last one', () => {
  const { change, pass, written } = setUp()
  change('1')
  pass(0)
  for (const next of ['2', '3', '4']) change(next)
  pass(40)
  expect(written).toEqual(['1'])
  pass(60)
  expect(written).toEqual(['1', '4'])
})

test('writes what is pending when the page closes', () => {
  const { change, pass, written, saver } = setUp()
  change('1')
  pass(0)
  change('2')
  saver.flush()
  expect(written).toEqual(['1', '2'])
  saver.flush()
  expect(written).toEqual(['1', '2'])
})

test('writes a change that failed together with the next one', async () => {
  const { change, pass, written, breakLine } = setUp()
  breakLine(true)
  change('1')
  pass(0)
  await Promise.resolve()
  breakLine(false)
  change('1')
  pass(100)
  expect(written).toEqual(['1'])
})
