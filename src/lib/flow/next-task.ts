type ScheduleTask = (run: () => void) => void

const schedule: ScheduleTask = (() => {
  const host = globalThis as { setImmediate?: (run: () => void) => unknown }
  if (host.setImmediate) return (run) => void host.setImmediate?.(run)
  return (run) => void setTimeout(run, 0)
})()

/**
 * Resolves in a later task, after waiting input and messages were handled. A loop that only awaits settled promises
 * never leaves the microtask queue and so can't be cancelled. One `await nextTask()` in each turn solves that.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => schedule(resolve))
}
