import { type Answer, useAnswer } from '../../ui/hooks/use-answer.ts'
import type { Contents } from './contents.ts'
import { type FileState, stateKey } from './file-state.ts'
import { type Content, loadContent } from './load-content.ts'

/** What can be compared of a file; with a way to ask again. */
export function useContent(contents: Contents, state: FileState): [Answer<Content>, () => void] {
  return useAnswer((signal) => loadContent(contents.open(state), signal), stateKey(state))
}
