import { type Said, said } from '../../../contract/sentences/said.ts'
import { StorageError } from '../../../contract/failure.ts'
import { EngineError } from '../engine/engine.ts'
import type { StagedFile } from '../sources/stage-files.ts'

/** The staged names that stand for locations in the engine's messages. */
interface Named {
  readonly stage: { readonly folder: string; readonly files: readonly Pick<StagedFile, 'path' | 'shownAs'>[] }
}

/**
 * Replaces our own paths in the engine's messages by locations. For a malformed CSV, the message has the line and the
 * reason.
 */
export function explain(error: unknown, { stage }: Named): unknown {
  if (!(error instanceof EngineError)) return error
  const told = withLocations(error.said, stage)
  if (told.startsWith('Out of Memory Error')) return outOfMemory(told)
  const why = csvSentence(told) ?? refusalOf(told) ?? { message: sentenceOf(told) }
  return new StorageError({ kind: 'bad-input', ...why, operation: 'tables.query', detail: told }, { cause: error })
}

function outOfMemory(detail: string): StorageError {
  return new StorageError({ kind: 'too-large', ...said('table.out-of-memory'), operation: 'tables.query', detail })
}

function withLocations(told: string, stage: Named['stage']): string {
  let text = told
  for (const { path, shownAs } of stage.files) text = text.replaceAll(path, shownAs)
  return text.replaceAll(stage.folder, '…')
}

function sentenceOf(told: string): string {
  const [first = '', ...rest] = told.split('\n').filter((line) => line.trim() !== '')
  const hint = rest.find((line) => /^(Did you mean|Candidate)/.test(line))
  return [first.replace(/^Failed to extract statements: /, '').replace(/^(\w+ )+Error: /, ''), hint]
    .filter((part) => part !== undefined)
    .join(' ')
}

/** Returns the refusal for an attempt to read an inaccessible file. */
function refusalOf(told: string): Said | undefined {
  if (!/disabled (by|through) configuration|configuration has been locked/.test(told)) return undefined
  const path = /Cannot access (?:file|directory) ("[^"]*")/.exec(told)?.[1]
  return path === undefined ? said('table.out-of-reach') : said('table.path-out-of-reach', { path })
}

function csvSentence(told: string): Said | undefined {
  const line = /CSV Error on Line: (\d+)/.exec(told)?.[1]
  if (line === undefined) return undefined
  const file = /^\s*file ?= ?(.+?)\s*$/m.exec(told)?.[1]
  const found = told.split('\n').find((text) => !/^(.*CSV Error on Line|Original Line|Possible|\*|\s|$)/.test(text))
  const detail = found?.replace(/\.$/, '')
  if (file === undefined)
    return detail === undefined ? said('table.csv-unreadable', { line }) : said('table.bad-csv-line', { line, detail })
  return detail === undefined
    ? said('table.csv-unreadable-of', { line, file })
    : said('table.bad-csv-line-of', { line, file, detail })
}
