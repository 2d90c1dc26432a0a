import { type ComponentType, type ReactNode, useEffect, useState } from 'react'

/** A component in a separate chunk, rendered when the chunk is loaded. */
export type LaterPart<Props> = ComponentType<Props> & {
  /** Loads the chunk before it is needed. */
  readonly fetch: () => void
}

const tryAgainMs = 1000

/**
 * Creates such a component. `meanwhile` is rendered until the chunk is loaded. Loading is retried while the host is not
 * reachable.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile: ReactNode = null,
): LaterPart<Props> {
  let Loaded: ComponentType<Props> | undefined
  const fetched = async () => (Loaded ??= await load())

  function Part(props: Props) {
    const [Shown, setShown] = useState<ComponentType<Props> | undefined>(() => Loaded)
    useEffect(() => {
      if (Shown) return undefined
      let timer: ReturnType<typeof setTimeout> | undefined
      let isLeft = false
      const attempt = () => {
        fetched().then(
          (part) => isLeft || setShown(() => part),
          () => isLeft || (timer = setTimeout(attempt, tryAgainMs)),
        )
      }
      attempt()
      return () => {
        isLeft = true
        clearTimeout(timer)
      }
    }, [Shown])
    return Shown ? <Shown {...props} /> : meanwhile
  }

  const fetch = () => void fetched().catch(() => {}) // It is retried when the component is rendered.
  return Object.assign(Part, { fetch })
}
