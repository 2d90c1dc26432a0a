import type { Capabilities } from '../../../../contract/capabilities.ts'
import type { Properties, PropertyChanges } from '../../../../contract/facets.ts'
import { checkChangeable } from '../../facets/changeable.ts'
import { kindOf } from '../read/facts.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { resolvePath } from '../paths/resolve-path.ts'
import type { Attributes } from '../wire/attributes.ts'
import type { ServerPath } from '../wire/packet.ts'
import type { SftpSession } from '../wire/session.ts'

export async function readProperties(session: SftpSession, root: ServerPath, path: string): Promise<Properties> {
  const operation = 'sftp.properties.read'
  return failingAs(operation, path, async () => {
    const full = path === '' ? root : (await resolvePath(session, root, path, operation)).full
    return propertiesOf(await session.linkStat(full))
  })
}

/**
 * Changes the properties of a file or folder. A link has no properties of its own, and its target may be outside the
 * mount.
 */
export async function changeProperties(
  session: SftpSession,
  root: ServerPath,
  path: string,
  changes: PropertyChanges,
  capabilities: Capabilities,
): Promise<Properties> {
  const operation = 'sftp.properties.change'
  checkChangeable(capabilities, changes, operation)
  return failingAs(operation, path, async () => {
    const { full } = await resolvePath(session, root, path, operation)
    const before = await session.linkStat(full)
    if (kindOf(before) === 'link') {
      throw refuse('not-a-file', 'store.link-properties', operation, path)
    }
    await session.setPath(full, attributesOf(changes, before))
    return propertiesOf(await session.linkStat(full))
  })
}

function attributesOf({ modifiedMs }: PropertyChanges, { times }: Attributes): Attributes {
  const modified = modifiedMs === undefined ? undefined : Math.floor(modifiedMs / 1000)
  return modified === undefined ? {} : { times: { accessed: times?.accessed ?? modified, modified } }
}

function propertiesOf({ times }: Attributes): Properties {
  return { ...(times && { modifiedMs: times.modified * 1000 }), withheld: {} }
}
