import { describe, expect, it } from 'vitest'
import { type Budget, createBudget, type GiveBack } from './budget.ts'
import { nextTask } from './next-task.ts'

/** Requests an amount and records when it was granted. */
function ask(budget: Budget, amount: number, signal?: AbortSignal) {
  const asked: { giveBack?: GiveBack; error?: unknown; readonly settled: Promise<void> } = {
    settled: budget.take(amount, signal).then(
      (giveBack) => void (asked.giveBack = giveBack),
      (error: unknown) => void (asked.error = error),
    ),
  }
  return asked
}

/** Tells whether exactly the whole budget is free. Otherwise some was lost or granted twice. */
async function isAllFree(budget: Budget, size: number): Promise<boolean> {
  const all = ask(budget, size)
  const one = ask(budget, 1)
  await nextTask()
  const isRight = all.giveBack !== undefined && one.giveBack === undefined
  all.giveBack?.()
  await one.settled
  one.giveBack?.()
  return isRight && !budget.isFull()
}

describe('a budget', () => {
  it('is granted until it is used up, then in the order of requests', async () => {
    const budget = createBudget(2)
    const [first, second, third, fourth] = [1, 1, 1, 1].map((amount) => ask(budget, amount))
    await nextTask()
    expect([first, second, third, fourth].map((one) => one?.giveBack !== undefined)).toEqual([true, true, false, false])
    expect(budget.isFull()).toBe(true)
    second?.giveBack?.()
    await nextTask()
    expect([third, fourth].map((one) => one?.giveBack !== undefined)).toEqual([true, false])
    for (const one of [first, third, fourth]) {
      await one?.settled
      one?.giveBack?.()
    }
    expect(await isAllFree(budget, 2)).toBe(true)
  })

  it('is not granted to small requests before a large one that waits', async () => {
    const budget = createBudget(10)
    const held = ask(budget, 4)
    const large = ask(budget, 8)
    const small = Array.from({ length: 5 }, () => ask(budget, 1))
    await nextTask()
    expect(small.every((one) => one.giveBack === undefined)).toBe(true)
    held.giveBack?.()
    await large.settled
    await nextTask()
    expect(small.filter((one) => one.giveBack).length).toBe(2)
    large.giveBack?.()
    await Promise.all(small.map((one) => one.settled))
    for (const one of small) one.giveBack?.()
    expect(await isAllFree(budget, 10)).toBe(true)
  })

  it('is granted to a request above its size when nothing else is held', async () => {
    const budget = createBudget(10)
    const held = ask(budget, 1)
    const huge = ask(budget, 1000)
    await nextTask()
    expect(huge.giveBack).toBeUndefined()
    held.giveBack?.()
    await huge.settled
    const next = ask(budget, 1)
    await nextTask()
    expect(next.giveBack).toBeUndefined()
    huge.giveBack?.()
    await next.settled
    next.giveBack?.()
    expect(await isAllFree(budget, 10)).toBe(true)
  })

  it('that shrinks grants nothing until enough is returned', async () => {
    const budget = createBudget(3)
    const held = [1, 1, 1].map((amount) => ask(budget, amount))
    const next = ask(budget, 1)
    await nextTask()
    budget.setSize(1)
    for (const one of held.slice(0, 2)) one.giveBack?.()
    await nextTask()
    expect(next.giveBack).toBeUndefined()
    held[2]?.giveBack?.()
    await next.settled
    next.giveBack?.()
    expect(await isAllFree(budget, 1)).toBe(true)
  })

  it('that grows grants as much as fits now', async () => {
    const budget = createBudget(1)
    const all = [1, 1, 1, 1].map((amount) => ask(budget, amount))
    await nextTask()
    budget.setSize(3)
    await nextTask()
    expect(all.filter((one) => one.giveBack).length).toBe(3)
    for (const one of all) {
      await one.settled
      one.giveBack?.()
    }
    expect(await isAllFree(budget, 3)).toBe(true)
  })

  it('grants nothing to an aborted request, and serves the next ones at once', async () => {
    const budget = createBudget(10)
    const held = ask(budget, 5)
    const leaving = new AbortController()
    const large = ask(budget, 8, leaving.signal)
    const behind = ask(budget, 5)
    await nextTask()
    expect(behind.giveBack).toBeUndefined()
    leaving.abort(new Error('enough'))
    await large.settled
    expect(large.error).toMatchObject({ message: 'enough' })
    await behind.settled // Although nothing was given back.
    held.giveBack?.()
    behind.giveBack?.()
    expect(await isAllFree(budget, 10)).toBe(true)
  })

  it('grants nothing to a caller that has already aborted', async () => {
    const budget = createBudget(1)
    await expect(budget.take(1, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
    expect(await isAllFree(budget, 1)).toBe(true)
  })

  it('loses nothing when the caller aborts at the moment of the grant', async () => {
    const budget = createBudget(1)
    const held = ask(budget, 1)
    const leaving = new AbortController()
    const next = ask(budget, 1, leaving.signal)
    await nextTask()
    held.giveBack?.()
    leaving.abort(new Error('too late'))
    await next.settled
    next.giveBack?.() // It was granted, so it is given back.
    expect(await isAllFree(budget, 1)).toBe(true)
  })

  it('is returned once, even if giveBack is called twice', async () => {
    const budget = createBudget(2)
    const held = [1, 1].map((amount) => ask(budget, amount))
    await nextTask()
    held[0]?.giveBack?.()
    held[0]?.giveBack?.()
    expect(budget.isFull()).toBe(false)
    const next = [1, 1].map((amount) => ask(budget, amount))
    await nextTask()
    expect(next.map((one) => one.giveBack !== undefined)).toEqual([true, false])
    held[1]?.giveBack?.()
    await next[1]?.settled
    for (const one of next) one.giveBack?.()
    expect(await isAllFree(budget, 2)).toBe(true)
  })

  it('is taken at once by urgent work, and counts it', async () => {
    const budget = createBudget(1)
    const held = ask(budget, 1)
    await nextTask()
    const giveBack = budget.takeNow(1)
    const next = ask(budget, 1)
    held.giveBack?.()
    await nextTask()
    expect(next.giveBack).toBeUndefined()
    giveBack()
    await next.settled
    next.giveBack?.()
    expect(await isAllFree(budget, 1)).toBe(true)
  })

  it('is held while work runs, and returned if it fails', async () => {
    const budget = createBudget(1)
    const { signal } = new AbortController()
    const failing = budget.within(async () => {
      await nextTask()
      expect(budget.isFull()).toBe(true)
      throw new Error('failed')
    }, signal)
    await expect(failing).rejects.toThrow('failed')
    expect(await budget.within(async () => 'done', signal)).toBe('done')
    expect(await isAllFree(budget, 1)).toBe(true)
  })
})
