/**
 * The worker of a pane. It orders folders outside the main thread, so that sorting or filtering never delays a frame.
 */
import type { OrderRequest } from './order-messages.ts'
import { createOrderScheduler } from './order-scheduler.ts'

const handle = createOrderScheduler((message, ...transfer) => postMessage(message, { transfer }))
addEventListener('message', (event: MessageEvent<OrderRequest>) => handle(event.data))
