import { createOrderEngine } from './order-engine.ts'
import type { OrderAnswer, OrderRequest } from './order-messages.ts'

interface Waiting {
  viewNumber: number
  isWhole: boolean
  previous: number | undefined
  timer: ReturnType<typeof setTimeout> | undefined
  /** The time of the last order, and its duration. */
  doneAt: number
  tookMs: number
}

/** Ordering may use a third of the time while pages arrive: the pause is twice as long as the last order took. */
const restFactor = 2
const shortestRestMs = 24

/** Sends an answer and transfers its buffers. */
export type Answer = (message: OrderAnswer, ...transfer: ArrayBuffer[]) => void

/**
 * Keeps folders ordered while requests arrive: new pages soon and in batches, a new sort order or filter at once.
 * Returns the function that accepts requests.
 */
export function createOrderScheduler(answer: Answer): (message: OrderRequest) => void {
  const engine = createOrderEngine()
  const waiting = new Map<number, Waiting>()

  function handle(message: OrderRequest): void {
    if (message.kind === 'open') {
      engine.open(message.folder, message.view)
      waiting.set(message.folder, {
        viewNumber: message.viewNumber,
        isWhole: false,
        previous: undefined,
        timer: undefined,
        doneAt: 0,
        tookMs: 0,
      })
      return
    }
    if (message.kind === 'match') {
      const matches = engine.match(message.folder, message.pattern)
      answer({ kind: 'match', request: message.request, matches }, matches.buffer)
      return
    }
    const state = waiting.get(message.folder)
    if (!state) return
    if (message.kind === 'append') {
      engine.append(message.folder, message.page)
      const restMs = Math.max(shortestRestMs, state.tookMs * restFactor)
      state.timer ??= setTimeout(publish, Math.max(0, state.doneAt + restMs - performance.now()), message.folder)
    } else if (message.kind === 'drop') {
      clearTimeout(state.timer)
      waiting.delete(message.folder)
      engine.drop(message.folder)
    } else {
      if (message.kind === 'view') {
        engine.setView(message.folder, message.view)
        state.viewNumber = message.viewNumber
      } else {
        engine.finish(message.folder)
        state.isWhole = true
        state.previous = message.previous
      }
      clearTimeout(state.timer)
      state.timer = setTimeout(publish, 0, message.folder) // Runs after any other text that was typed in the meantime.
    }
  }

  function publish(folder: number): void {
    const state = waiting.get(folder)
    if (!state) return
    state.timer = undefined
    const startedAt = performance.now()
    const order = engine.order(folder)
    const mapping =
      state.previous !== undefined && waiting.has(state.previous) ? engine.mapRows(state.previous, folder) : undefined
    state.previous = undefined
    state.doneAt = performance.now()
    state.tookMs = state.doneAt - startedAt
    answer(
      {
        kind: 'order',
        folder,
        viewNumber: state.viewNumber,
        order,
        hidden: engine.hiddenRows(folder),
        isWhole: state.isWhole,
        ...(mapping && { mapping }),
      },
      order.buffer,
      ...(mapping ? [mapping.buffer] : []),
    )
  }

  return handle
}
