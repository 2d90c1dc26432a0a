import { useEffect, useMemo, useState } from 'react'
import type { RenameRule } from '../../../lib/renaming/rename-rule.ts'
import type { NamesTask, NewNames } from './names-message.ts'

/** Returns the new names for a rule; undefined while they are computed. */
export function useNewNames(task: NamesTask, rule: RenameRule): NewNames | undefined {
  const namer = useMemo(() => createNamer(task), [task])
  const [answered, setAnswered] = useState<{ readonly rule: RenameRule; readonly names: NewNames }>()
  useEffect(() => namer.ask(rule, (names) => setAnswered({ rule, names })), [namer, rule])
  useEffect(() => namer.end, [namer])
  return answered?.rule === rule ? answered.names : undefined
}

/** Creates the worker on demand. A worker that is still busy with an older rule is terminated and replaced. */
function createNamer(task: NamesTask) {
  let worker: Worker | undefined
  const end = () => {
    worker?.terminate()
    worker = undefined
  }
  return {
    ask(rule: RenameRule, onNames: (names: NewNames) => void): () => void {
      let isOver = false
      if (!worker) {
        worker = new Worker(new URL('names-worker.ts', import.meta.url), { type: 'module' })
        worker.postMessage(task, {})
      }
      worker.addEventListener(
        'message',
        ({ data }: MessageEvent<NewNames>) => {
          isOver = true
          onNames(data)
        },
        { once: true },
      )
      worker.postMessage(rule, {})
      return () => {
        if (!isOver) end()
      }
    },
    end,
  }
}
