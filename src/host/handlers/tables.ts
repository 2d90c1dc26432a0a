import { join } from 'node:path'
import type { Contract } from '../../contract/contract.ts'
import { createTables, type Tables } from '../../core/data/tables.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { Handlers } from '../../rpc/server.ts'

/** Creates tables over the mounts. Fetched files are kept below the data folder. */
export function tablesOf(mounts: Mounts, dataFolder: string): Tables {
  return createTables({
    openBackend: async (name, waits) => (await mounts.open(name, waits)).backend,
    contentsOf: (name) => mounts.cacheOf(name)?.contents,
    folder: join(dataFolder, 'tables'),
  })
}

export function tablesHandlers(tables: Tables): Handlers<Contract>['tables'] {
  return {
    query: (request, { signal }) => tables.query(request, { signal }),
    save: (request, { signal }) => tables.save(request, { signal }),
    preview: ({ location }, { signal }) => tables.preview(location, { signal }),
  }
}
