import type { Capabilities } from '../../../../contract/capabilities.ts'
import type { Properties, PropertyChanges } from '../../../../contract/facets.ts'
import { known } from '../../../../lib/known.ts'
import { checkChangeable } from '../../facets/changeable.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { type ServerPath, serverPath } from '../paths/server-path.ts'
import { timeText } from '../read/facts.ts'
import { look } from '../read/stat.ts'
import type { FtpSession } from '../wire/session.ts'

export async function readProperties(session: FtpSession, root: ServerPath, path: string): Promise<Properties> {
  const operation = 'ftp.properties.read'
  return failingAs(operation, path, () => propertiesAt(session, root, path, operation))
}

export async function changeProperties(
  session: FtpSession,
  root: ServerPath,
  path: string,
  changes: PropertyChanges,
  capabilities: Capabilities,
): Promise<Properties> {
  const operation = 'ftp.properties.change'
  checkChangeable(capabilities, changes, operation)
  return failingAs(operation, path, async () => {
    if (changes.modifiedMs !== undefined) {
      await propertiesAt(session, root, path, operation)
      await session.ask(`MFMT ${timeText(changes.modifiedMs)} ${serverPath(root, path, operation)}`)
    }
    return propertiesAt(session, root, path, operation)
  })
}

async function propertiesAt(
  session: FtpSession,
  root: ServerPath,
  path: string,
  operation: string,
): Promise<Properties> {
  const facts = await look(session, serverPath(root, path, operation))
  if (!facts) throw refuse('not-found', 'store.not-found', operation, path)
  return { ...known({ modifiedMs: facts.modifiedMs }), withheld: {} }
}
