import { contract, type Contract } from '../contract/contract.ts'
import { streamCallsOf } from '../lib/call-shape.ts'
import { type Connection, createConnection } from '../rpc/client.ts'
import { serveChannel } from '../rpc/server.ts'
import { createInProcessPair } from '../rpc/transports/in-process.ts'
import type { Host } from './host.ts'

/** Creates a client of a host in the same process, for the command line and tests. */
export function connectInProcess(host: Host): Connection<Contract> {
  const [near, far] = createInProcessPair()
  serveChannel(contract, host.handlers, far)
  return createConnection<Contract>(streamCallsOf(contract), near)
}
