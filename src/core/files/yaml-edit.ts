/** Changes to a YAML document that leave everything else in it as people wrote it. */
import { readFile } from 'node:fs/promises'
import { type Document, isNode, isScalar, type Pair, type YAMLMap } from 'yaml'
import { withFileLock } from './file-lock.ts'
import { writeInOneStep } from './write-in-one-step.ts'

const mostRounds = 5

/** A file as it was read, and what its text becomes. */
export interface TextChange {
  readonly path: string
  readonly before: string
  readonly after: string
}

/**
 * Changes a file in one step, on top of what it says at that moment, also when an editor saved it just before: then
 * `change` runs again. What it throws leaves the file as it is. `lockPath` keeps other Portolans away meanwhile.
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

/** A comment on the value's line stays there. */
export function setKey(document: Document, map: YAMLMap, key: string, value: unknown): void {
  const old = map.get(key, true)
  if (isScalar(old) && (typeof value !== 'object' || value === null)) old.value = value
  else map.set(key, document.createNode(value))
}

/** Comments of the line go on to the next one; a comment is somebody's words, not part of the key. */
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

/** The name a key is written with. */
export function nameOf({ key }: Pair): unknown {
  return isScalar(key) ? key.value : key
}
