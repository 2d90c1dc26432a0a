import { describe, expect, it } from 'vitest'
import { createCrew } from './crew.ts'
import { nextTask } from './next-task.ts'

describe('a crew', () => {
  it('runs no more at once than it may, and all in the end', async () => {
    const crew = createCrew(3)
    let now = 0
    let most = 0
    let done = 0
    for (let piece = 0; piece < 10; piece += 1) {
      await crew.begin(async () => {
        most = Math.max(most, (now += 1))
        await nextTask()
        now -= 1
        done += 1
      })
    }
    await crew.finish()
    expect([most, done]).toEqual([3, 10])
  })

  it('throws the first error to whoever asks next, and still waits for the others', async () => {
    const crew = createCrew(2)
    let isDone = false
    await crew.begin(async () => {
      await nextTask()
      isDone = true
    })
    await crew.begin(() => Promise.reject(new Error('first')))
    await expect(crew.begin(() => Promise.resolve())).rejects.toThrow('first')
    await crew.idle()
    expect(isDone).toBe(true)
    await expect(crew.finish()).rejects.toThrow('first')
  })

  it('begins nothing for who has left while waiting, and goes on with the others', async () => {
    const crew = createCrew(1)
    const first = deferred()
    const ran: string[] = []
    await crew.begin(() => first.promise)
    const leaving = new AbortController()
    const waiting = crew.begin(async () => void ran.push('left'), leaving.signal)
    const behind = crew.begin(async () => void ran.push('behind'))
    leaving.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expect(ran).toEqual([])
    first.resolve()
    await behind
    await crew.finish()
    expect(ran).toEqual(['behind'])
  })

  it('begins in the order it was asked to', async () => {
    const crew = createCrew(2)
    const ran: number[] = []
    const all = Array.from({ length: 6 }, (_, number) =>
      crew.begin(async () => {
        ran.push(number)
        await nextTask()
      }),
    )
    await Promise.all(all)
    await crew.finish()
    expect(ran).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('that is made smaller begins nothing before fewer run, and more when it is made larger', async () => {
    const crew = createCrew(2)
    const [first, second, third] = [deferred(), deferred(), deferred()]
    await crew.begin(() => first.promise)
    await crew.begin(() => second.promise)
    crew.setSize(1)
    let isBegun = false
    const next = crew.begin(() => {
      isBegun = true
      return third.promise
    })
    first.resolve()
    await nextTask()
    expect(isBegun).toBe(false)
    crew.setSize(2)
    await next
    expect([isBegun, crew.isIdle()]).toEqual([true, false])
    second.resolve()
    third.resolve()
    await crew.idle()
    expect(crew.isIdle()).toBe(true)
  })

  it('tells when one more has ended', async () => {
    const crew = createCrew(2)
    const first = deferred()
    await crew.begin(() => first.promise)
    let hasChanged = false
    const change = crew.change().then(() => (hasChanged = true))
    await nextTask()
    expect(hasChanged).toBe(false)
    first.resolve()
    await change
    expect(crew.isIdle()).toBe(true)
  })
})

function deferred() {
  let resolve: () => void = () => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}
