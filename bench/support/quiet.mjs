// Other programs on the machine decide how long something takes: a round had better begin when they rest.
import { cpus } from 'node:os'

const lookMs = 250
const restingShare = 0.6

/** Waits until the processors rest, but not longer than `mostMs`; tells whether they did. */
export async function quietMoment(mostMs = 2000) {
  for (const began = performance.now(); performance.now() - began < mostMs;) {
    const before = idleMs()
    await new Promise((done) => setTimeout(done, lookMs))
    if ((idleMs() - before) / (lookMs * cpus().length) > restingShare) return true
  }
  return false
}

function idleMs() {
  return cpus().reduce((sum, { times }) => sum + times.idle, 0)
}
