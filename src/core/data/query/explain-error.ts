import { StorageError } from '../../../contract/failure.ts'
import { EngineError } from '../engine/engine.ts'
import type { StagedFile } from '../sources/stage-files.ts'

/** What stands for locations in what the engine says. */
interface Named {
  readonly stage: { readonly folder: string; readonly files: readonly Pick<StagedFile, 'path' | 'shownAs'>[] }
}

/** What the engine says, with locations in place of our own paths; of a malformed CSV, the line and the reason. */
export function explain(error: unknown, { stage }: Named): unknown {
  if (!(error instanceof EngineError)) return error
  const said = withLocations(error.said, stage)
  if (said.startsWith('Out of Memory Error')) return outOfMemory(said)
  const message = csvSentence(said) ?? refusalOf(said) ?? sentenceOf(said)
  return new StorageError({ kind: 'bad-input', message, operation: 'tables.query', detail: said }, { cause: error })
}

function outOfMemory(detail: string): StorageError {
  const message = 'The query needs more memory and temporary disk than it gets here. Ask for fewer columns or rows.'
  return new StorageError({ kind: 'too-large', message, operation: 'tables.query', detail })
}

function withLocations(said: string, stage: Named['stage']): string {
  let text = said
  for (const { path, shownAs } of stage.files) text = text.replaceAll(path, shownAs)
  return text.replaceAll(stage.folder, '…')
}

function sentenceOf(said: string): string {
  const [first = '', ...rest] = said.split('\n').filter((line) => line.trim() !== '')
  const hint = rest.find((line) => /^(Did you mean|Candidate)/.test(line))
  return [first.replace(/^Failed to extract statements: /, '').replace(/^(\w+ )+Error: /, ''), hint]
    .filter((part) => part !== undefined)
    .join(' ')
}

/** Of what is out of reach. */
function refusalOf(said: string): string | undefined {
  if (!/disabled (by|through) configuration|configuration has been locked/.test(said)) return undefined
  const path = /Cannot access (?:file|directory) ("[^"]*")/.exec(said)?.[1]
  const what = path === undefined ? 'This' : `Access to ${path}`
  return `${what} is refused: a query only reads, and only files that it names as locations after FROM or JOIN.`
}

function csvSentence(said: string): string | undefined {
  const line = /CSV Error on Line: (\d+)/.exec(said)?.[1]
  if (line === undefined) return undefined
  const file = /^\s*file ?= ?(.+?)\s*$/m.exec(said)?.[1]
  const found = said.split('\n').find((text) => !/^(.*CSV Error on Line|Original Line|Possible|\*|\s|$)/.test(text))
  const reason = (found ?? 'It can’t be read').replace(/\.?$/, '.')
  return `Line ${line}${file === undefined ? '' : ` of ${file}`}: ${reason}`
}
