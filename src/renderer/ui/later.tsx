import { type ComponentType, type ReactNode, useEffect, useState } from 'react'

/** A part of the window that is a chunk of its own and is drawn when it has been fetched. */
export type LaterPart<Props> = ComponentType<Props> & {
  /** Fetches it before it is needed. */
  readonly fetch: () => void
}

const tryAgainMs = 1000

/** `meanwhile` is drawn until the chunk is there. While it can't be fetched, as the host is away, it is tried again. */
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

  const fetch = () => void fetched().catch(() => {}) // tried again when it is drawn
  return Object.assign(Part, { fetch })
}
