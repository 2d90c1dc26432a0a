/** Changes a YAML document and keeps everything else in it as the user wrote it. */
import { readFile } from 'node:fs/promises'
import { type Document, isNode, isScalar, type Pair, type YAMLMap } from 'yaml'
import { withFileLock } from './file-lock.ts'
import { writeInOneStep } from './write-in-one-step.ts'

const mostRounds = 5

/** A file as it was read, and its new text. */
export interface TextChange {
  readonly path: string
  readonly before: string
  readonly after: string
}

/**
 * Changes a file in one step, based on its current content. If an editor saves it at the same time, `change` runs
 * again. If `change` throws, the file stays as it is. `lockPath` keeps other Portolan processes away.
 */
export async function changeText(lockPath: string, change: () => Promise<TextChange>): Promise<void> {
  await withFileLock(lockPath, async () => {
    for (let round = 1; ; round += 1) {
      const { path, before, after } = await change()
      if (round < mostRounds && (await readFile(path, 'utf8').catch(() => '')) !== before) continue
      return before === after ? undefined : writeInOneStep(path, after)
    }
  })
}

/** A comment on the line of the value stays there. */
export function setKey(document: Document, map: YAMLMap, key: string, value: unknown): void {
  const old = map.get(key, true)
  if (isScalar(old) && (typeof value !== 'object' || value === null)) old.value = value
  else map.set(key, document.createNode(value))
}

/** Comments of the line move to the next line, because they are the user's text and not part of the key. */
export function removeKey(map: YAMLMap, key: string): void {
  const at = map.items.findIndex((pair) => nameOf(pair) === key)
  const pair = map.items[at]
  if (!pair) return
  const comments = [
    isNode(pair.key) ? pair.key.commentBefore : undefined,
    isNode(pair.value) ? pair.value.commentBefore : undefined,
    isNode(pair.value) ? pair.value.comment : undefined,
  ].filter((comment) => typeof comment === 'string')
  map.items.splice(at, 1)
  if (comments.length === 0) return
  const next = map.items[at]?.key
  const text = comments.join('\n')
  if (isNode(next)) next.commentBefore = [text, next.commentBefore].filter(Boolean).join('\n')
  else map.comment = [map.comment, text].filter(Boolean).join('\n')
}

/** Returns the name of a key as it is written. */
export function nameOf({ key }: Pair): unknown {
  return isScalar(key) ? key.value : key
}
