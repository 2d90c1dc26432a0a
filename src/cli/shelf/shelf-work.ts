import type { Client } from '../../rpc/client.ts'
import type { Contract } from '../../contract/contract.ts'
import type { CommandContext } from '../command.ts'
import type { ExitCode } from '../exit-codes.ts'

/** What `portolan shelf VERB` does with the history of a mount. */
export type ShelfWork = (shelf: ShelfAt, context: CommandContext) => Promise<ExitCode>

export interface ShelfAt {
  readonly mount: string
  readonly history: Client<Contract>['history']
}
