/** A cache of images by key, with addresses for the page. The most recently used ones stay. */
export interface Addresses {
  at(key: string): string | undefined
  keep(key: string, image: Blob): string
  clear(): void
}

export interface AddressesDeps {
  readonly addressOf: (image: Blob) => string
  readonly dropAddress: (address: string) => void
}

const mostKept = 1000

export function createAddresses({ addressOf, dropAddress }: AddressesDeps): Addresses {
  // In order of last use, the most recent last.
  const kept = new Map<string, string>()
  return {
    at(key) {
      const address = kept.get(key)
      if (address === undefined) return undefined
      kept.delete(key)
      kept.set(key, address)
      return address
    },
    keep(key, image) {
      const address = addressOf(image)
      kept.set(key, address)
      const [oldest] = kept
      if (kept.size > mostKept && oldest) {
        kept.delete(oldest[0])
        dropAddress(oldest[1])
      }
      return address
    },
    clear() {
      for (const address of kept.values()) dropAddress(address)
      kept.clear()
    },
  }
}
