/** The Azurite for the test suites; see `azurite-on-demand.ts`. */
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { inject } from 'vitest'
import type { AzureConfig } from '../config.ts'
import type { AzuriteAnswer } from './azurite-on-demand.ts'

/** The values a mount needs to reach it. */
export type ServiceKeys = Required<Pick<AzureConfig, 'account' | 'endpoint' | 'accountKey'>>

/** The key that every Azurite has. It is published in the documentation and opens nothing else. */
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

export async function azurite(): Promise<ServiceKeys> {
  const answer = JSON.parse(await text(connect(inject('azuritePort'), '127.0.0.1'))) as AzuriteAnswer
  if ('problem' in answer) throw new Error(answer.problem)
  return { account: 'devstoreaccount1', endpoint: answer.endpoint, accountKey }
}
