import type { Contract } from '../../contract/contract.ts'
import type { Client } from '../../rpc/client.ts'
import { type Answer, useAnswer } from '../ui/use-answer.ts'
import { type FileState, stateKey } from './file-state.ts'
import { type Content, loadContent } from './load-content.ts'

/** What can be shown of a file; with a way to ask again. */
export function useContent(client: () => Client<Contract>, state: FileState): [Answer<Content>, () => void] {
  return useAnswer((signal) => loadContent(client(), state, signal), stateKey(state))
}
