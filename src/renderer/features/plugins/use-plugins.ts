import { useEffect, useState } from 'react'
import type { Plugin } from '../../../contract/api/plugins.ts'
import type { Contract } from '../../../contract/contract.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import type { Client } from '../../../rpc/client.ts'

export type GetClient = () => Client<Contract>

interface Found {
  readonly folder: string
  readonly plugins: readonly Plugin[]
}

/** A failure to load the list, or of the plugin with this name. */
interface Failed {
  readonly name?: string
  readonly failure: Failure
}

const ofList = (error: unknown): Failed => ({ failure: failureOf(error, 'plugins.list') })

/** Loads the plugins of the settings folder, and enables and disables them. */
export function usePlugins(client: GetClient) {
  const [found, setFound] = useState<Found>()
  const [failed, setFailed] = useState<Failed>()
  const [isBusy, setIsBusy] = useState(false)
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    client()
      .plugins.list({}, { signal })
      .then(setFound, (error: unknown) => signal.aborted || setFailed(ofList(error)))
    return () => leaving.abort()
  }, [client])

  const look = () =>
    client()
      .plugins.list({})
      .then(setFound, (error: unknown) => setFailed(ofList(error)))
  async function change(name: string, how: 'enable' | 'disable') {
    setFailed(undefined)
    setIsBusy(true)
    try {
      await client().plugins[how]({ name })
    } catch (error) {
      setFailed({ name, failure: failureOf(error, `plugins.${how}`) })
    }
    setIsBusy(false)
    await look()
  }
  return {
    found,
    failed,
    isBusy,
    lookAgain: () => {
      setFailed(undefined)
      void look()
    },
    enable: (name: string) => change(name, 'enable'),
    disable: (name: string) => change(name, 'disable'),
  }
}
