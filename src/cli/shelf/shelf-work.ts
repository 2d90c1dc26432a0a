import type { OpenShelf } from '../../core/backends/shelf/index.ts'
import type { CommandContext } from '../command.ts'
import type { ExitCode } from '../exit-codes.ts'

/** What `portolan shelf VERB` does with an open shelf. */
export type ShelfWork = (shelf: OpenShelf, context: CommandContext) => Promise<ExitCode>
