// Other programs on the machine influence the results, so a round should begin when the processors are idle.
import { cpus } from 'node:os'

const lookMs = 250
const restingShare = 0.6

/** Waits until the processors are idle, for at most `mostMs`. Resolves to true if they are. */
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
