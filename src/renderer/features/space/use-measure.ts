import { useEffect, useRef, useState } from 'react'
import type { FolderMeasure } from '../../../contract/api/listing.ts'
import type { Contract } from '../../../contract/contract.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'

export interface MeasureState {
  readonly of: string
  readonly measure: FolderMeasure | undefined
  readonly isStopped: boolean
  readonly failure: Failure | undefined
}

/** Measures a folder while it is shown. */
export function useMeasure(client: () => Client<Contract>, location: Location) {
  const of = formatLocation(location)
  const [state, setState] = useState<MeasureState>({ of, measure: undefined, isStopped: false, failure: undefined })
  const [running, setRunning] = useState<AbortController>()
  const { mount, path } = location
  const caller = useRef(client)
  useEffect(() => {
    caller.current = client
  })

  useEffect(() => {
    const leaving = new AbortController()
    const name = formatLocation({ mount, path })
    let last: FolderMeasure | undefined
    async function run() {
      setRunning(leaving)
      setState({ of: name, measure: undefined, isStopped: false, failure: undefined })
      try {
        for await (const measure of caller
          .current()
          .listing.measure({ location: { mount, path } }, { signal: leaving.signal })) {
          last = measure
          setState({ of: name, measure, isStopped: false, failure: undefined })
        }
      } catch (error) {
        const isStopped = leaving.signal.aborted
        setState((now) => {
          if (now.of !== name) return now // The dialog shows another folder now.
          return { of: name, measure: last, isStopped, failure: isStopped ? undefined : failureOf(error) }
        })
      }
    }
    void run()
    return () => leaving.abort()
  }, [mount, path])

  return {
    state: state.of === of ? state : { ...state, measure: undefined, failure: undefined },
    stop: () => running?.abort(),
  }
}
