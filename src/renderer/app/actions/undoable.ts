import type { Contract } from '../../../contract/contract.ts'
import { failureOf } from '../../../contract/failure.ts'
import { formatLocation, type Location, parentPath } from '../../../contract/location.ts'
import type { ChangedPermissions } from '../../../contract/permissions.ts'
import { formatCount } from '../../ui/format/size.ts'
import { say } from '../../commands/window-state.ts'
import type { Client } from '../../../rpc/client.ts'
import { refreshIfShown } from '../../features/pane/navigate.ts'
import type { ChangedProperties } from '../../features/properties/former.ts'
import { pushStep } from '../../features/undo/undo-steps.ts'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'

/**
 * Adds a step to the window's undo list. When it is undone, the panes that show its folders are refreshed. If `work`
 * throws or resolves to a sentence, the step was not undone, or not completely.
 */
export function remember(
  model: WindowModel,
  label: string,
  folders: readonly Location[],
  work: (client: Client<Contract>) => Promise<string | void>,
): void {
  pushStep(model.undoSteps, {
    label,
    endedBefore: model.transfers.state.getState().ended,
    async undo() {
      let problem: string | undefined
      try {
        problem = (await work(model.link.client())) ?? undefined
      } catch (error) {
        return text('undo.refused', { what: label, why: failureOf(error).message })
      }
      refreshFolders(model, folders)
      return problem
    },
  })
}

export function refreshFolders(model: WindowModel, folders: readonly Location[]): void {
  const each = new Map(folders.map((folder) => [formatLocation(folder), folder]))
  for (const folder of each.values()) {
    for (const pane of Object.values(model.panes)) refreshIfShown(pane, folder)
  }
}

/** Remembers a change only if all former values are known. A partial undo would look like a complete one. */
export function rememberPermissions(model: WindowModel, changed: readonly ChangedPermissions[], count: number): void {
  const folders = changed.map(({ location: { mount, path } }) => ({ mount, path: parentPath(path) }))
  refreshFolders(model, folders)
  const [first] = changed
  if (changed.length < count) say(model.window, text('permissions.too-many'), { isQuiet: true })
  if (!first || changed.length < count) return
  const name = nameOf(first.location)
  const label =
    count === 1 ? text('undo.permissions', { name }) : text('undo.permissions-many', { n: formatCount(count) })
  remember(model, label, folders, async ({ permissions }) => {
    let done = 0
    const failures: string[] = []
    for await (const { changed: back, unchanged, failed } of permissions.takeBack({ changes: [...changed] })) {
      done += back.length + unchanged
      failures.push(...failed.map(({ failure }) => failure.message))
    }
    return howFar(label, done, failures)
  })
}

/** Remembers a change of tags, metadata, headers or the storage class, of one or more files. */
export function rememberProperties(model: WindowModel, folder: Location, changed: readonly ChangedProperties[]): void {
  const [first] = changed
  if (!first) return
  const label =
    changed.length === 1
      ? text('undo.properties', { name: nameOf(first.location) })
      : text('undo.properties-many', { n: formatCount(changed.length) })
  remember(model, label, [folder], async ({ properties }) => {
    const failures: string[] = []
    for (const each of changed) {
      try {
        await properties.takeBack(each)
      } catch (error) {
        failures.push(failureOf(error).message)
      }
    }
    return howFar(label, changed.length - failures.length, failures)
  })
}

/** Returns why the step was not undone completely; undefined if it was. */
function howFar(label: string, done: number, failures: readonly string[]): string | undefined {
  const [why] = failures
  if (why === undefined) return undefined
  if (done === 0) return text('undo.refused', { what: label, why })
  return text('undo.partly', { what: label, done: formatCount(done), failed: formatCount(failures.length), why })
}

function nameOf({ path }: Location): string {
  return path.split('/').at(-1) ?? ''
}
