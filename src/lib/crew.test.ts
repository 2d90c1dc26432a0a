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
})
